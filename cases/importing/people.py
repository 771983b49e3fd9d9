"""Files of people known from another system: one row, one person, belonging to no family yet.

People who may triage find them when a request is matched; nobody else sees them.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from audit.text import fold
from cases.codes import Sex
from cases.importing import cells
from cases.importing.cells import Reader, Wrong, remembering
from cases.importing.problems import Problem, problem
from cases.importing.reading import Row, Sheet
from cases.importing.running import Written
from cases.importing.staging import line_to_copy, plain_row, to_copy
from cases.models import Address, ImportRun, Person
from cases.numbers import read_nhs_number, read_upn

ADULT_AT, OLDEST = 18, 120
NOBODY = "Give a first name, a last name, an NHS number or a UPN: this row says of nobody"
IN_FUTURE = "Date of birth must be today or in the past"
TOO_OLD = "This date makes the person {age} years old. Check it"
TAKEN_BY = "This number is that of the person with external_id {external_id}. Check both"
TAKEN = "This number is that of somebody already on record. Check it"


def _number(read: Reader) -> Reader:
    def number(cell: str) -> str:
        try:
            return str(read(cells.digits(cell)))
        except ValueError as problem:
            raise Wrong(str(problem)) from None

    return number


COLUMNS: dict[str, Reader] = {
    "given_name": cells.text_of(Person, "given_name"),
    "family_name": cells.text_of(Person, "family_name"),
    "date_of_birth": remembering(cells.day, 60_000),
    "sex": cells.choice({str(k): str(w) for k, w in Sex.choices}),
    "nhs_number": _number(read_nhs_number),
    "upn": _number(lambda typed: read_upn(typed.upper())),
    "address": cells.text_of(Address, "lines"),
    "postcode": remembering(cells.postcode),
    "external_id": cells.text_of(Person, "external_id"),
}
STAGED: dict[str, Any] = {
    "date_of_birth": None, "given_name": "", "family_name": "", "sex": "U", "nhs_number": "",
    "upn": "", "address": "", "postcode": "", "external_id": "",
}  # fmt: skip
SAYS_WHO = ("given_name", "family_name", "nhs_number", "upn")
_COLUMNS = ('"row"', "identity", "content", *STAGED, "kind", "given_key", "family_key", "name")
_COPY = f"COPY cases_stagedperson ({', '.join(_COLUMNS)}) FROM STDIN"
_folded = remembering(fold, 20_000)


@dataclass(frozen=True, slots=True)
class Ready:
    """A person as the row describes them."""

    row: int
    facts: dict[str, Any]
    reference: str
    identity: bytes
    content: bytes
    rows: int = 1


class People:
    """A file of people. The same `external_id` is the same person; without one, the same row."""

    columns: Collection[str] = tuple(COLUMNS)
    needed: Collection[str] = ()
    needed_one_of: Collection[str] = SAYS_WHO
    differs = (
        "There is a person with this external_id already, and the row differs from what was "
        "imported. They were left as they are: change them on the page of their family"
    )
    further_up = "Row {row} of this file has the same external_id and differs. Remove one of them"
    identified_by = "external_id"

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    def checked(self, sheet: Sheet) -> Iterator[tuple[list[Row], Ready | list[Problem]]]:
        today = timezone.localdate()
        return (([row], _person(row, sheet.columns, today)) for row in sheet.rows)

    def taken(self, identities: list[bytes]) -> Mapping[bytes, bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM imported_people(%s)", [identities])
            return {bytes(one): bytes(content) for one, content in cursor.fetchall()}

    def doubts(self, batch: Sequence[Ready]) -> dict[int, Problem]:
        """Rows, none of which was imported before, whose number is somebody else's."""
        taken = _taken_numbers(batch) | self._numbers
        found = {}
        for one in batch:
            if doubt := _whose(one, taken):
                found[one.row] = doubt
                continue
            for name in ("nhs_number", "upn"):
                if number := one.facts.get(name):
                    taken[number] = self._numbers[number] = one.reference
        return found

    def lines(self, batch: Sequence[Ready]) -> bytes:
        today = timezone.localdate()
        return to_copy(_line(one, today) for one in batch)

    def write(self, batch: Sequence[Ready], lines: bytes, run: ImportRun, by: Any) -> Written:
        by_row = {one.row: one for one in batch}
        with connection.cursor() as cursor:
            with cursor.copy(_COPY) as copy:
                copy.write(lines)
            plain = plain_row(Person()), plain_row(Address())
            cursor.execute(
                "SELECT * FROM receive_staged_people(%s, %s::jsonb, %s::jsonb)", [run.pk, *plain]
            )
            return self._written(cursor.fetchall(), by_row)

    def _written(
        self, rows: Sequence[tuple[int, bool | None, int | None]], by_row: dict[int, Ready]
    ) -> Written:
        written = Written()
        refused = [by_row[row] for row, same, _ in rows if same is None]
        taken = _taken_numbers(refused)
        for row, same, earlier in rows:
            one = by_row[row]
            if same:
                written.already += 1
                continue
            written.wrong += 1
            said = self.further_up.format(row=earlier) if earlier else self.differs
            differs = problem(row, self.identified_by, one.reference, said)
            doubt = (_whose(one, taken) or problem(row, "", "", TAKEN)) if same is None else differs
            written.problems.append(doubt)
        written.things = written.created = len(by_row) - written.already - written.wrong
        return written


def _person(row: Row, columns: Sequence[str], today: date) -> Ready | list[Problem]:
    if row.fault:
        return [problem(row.number, "", "", row.fault)]
    facts: dict[str, Any] = {}
    found = []
    for name, cell in zip(columns, row.cells, strict=False):
        if not cell:
            continue
        try:
            facts[name] = COLUMNS[name](cell)
        except Wrong as wrong:
            found.append(problem(row.number, name, cell, str(wrong)))
    if not found:
        found = _doubts(row, facts, today)
    return found or _ready(row, facts)


def _doubts(row: Row, facts: dict[str, Any], today: date) -> list[Problem]:
    if not any(facts.get(name) for name in SAYS_WHO):
        return [problem(row.number, "", "", NOBODY)]
    born = facts.get("date_of_birth")
    if born and born > today:
        return [problem(row.number, "date_of_birth", str(born), IN_FUTURE)]
    if born and _age(born, today) > OLDEST:
        said = TOO_OLD.format(age=_age(born, today))
        return [problem(row.number, "date_of_birth", str(born), said)]
    return []


def _ready(row: Row, facts: dict[str, Any]) -> Ready:
    content = _digest("row", sorted(facts.items()))
    outside = str(facts.get("external_id", ""))
    identity = _digest("external_id", outside) if outside else content
    return Ready(row.number, facts, outside, identity, content)


def _line(one: Ready, today: date) -> str:
    facts = STAGED | one.facts
    born, given, family = facts["date_of_birth"], facts["given_name"], facts["family_name"]
    adult = born is not None and _age(born, today) >= ADULT_AT
    kind = Person.Kind.ADULT if adult else Person.Kind.CHILD
    name = f"{given} {family}".strip() or "Name not known"  # as Person.name says it
    _, *words = facts.values()
    keys = _folded(given), _folded(family)
    return line_to_copy(
        (one.row, one.identity, one.content, born), [*words, kind.value, *keys, name]
    )


def _taken_numbers(batch: Sequence[Ready]) -> dict[str, str]:
    """Numbers of these rows that are somebody's on record, with that person's external_id."""
    nhs, upns = (
        [one.facts[name] for one in batch if one.facts.get(name)] for name in ("nhs_number", "upn")
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM numbers_taken(%s, %s)", [nhs, upns])
        return dict(cursor.fetchall())


def _whose(one: Ready, taken: Mapping[str, str]) -> Problem | None:
    for name in ("nhs_number", "upn"):
        number = one.facts.get(name, "")
        if number in taken and number:
            outside = taken[number]
            said = TAKEN_BY.format(external_id=outside) if outside else TAKEN
            return problem(one.row, name, number, said)
    return None


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _digest(*parts: Any) -> bytes:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()
