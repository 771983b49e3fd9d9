"""From rows to a request that could be received, or to everything that cannot be right in them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.importing.cells import Wrong
from cases.importing.problems import Problem, problem
from cases.importing.reading import Row
from referrals.importing.columns import COLUMNS, NEEDED, OF_PERSON, agencies
from referrals.models import ReferralPerson
from referrals.rules.plausible import (
    doubts_about_person,
    doubts_about_safe_way,
    doubts_about_sender,
    doubts_about_telling,
)

Kind = ReferralPerson.Kind

MOST_PEOPLE = 30  # in one request
NO_CHILD = "Tell us about at least one child, or a child who is not born yet."
NEEDS = {
    "sender": "Write who sends it",
    "worries": "Tell us what is worrying you",
    "family_knows": "Write whether the family knows and agrees",
}
OTHERWISE = (
    "This says something else than row {first}, the first of the same request. Leave it empty, "
    "or give the row a reference of its own"
)
CROWD = (
    "This request has more than {most} people. Check whether the reference is the same by mistake"
)
IN_FUTURE = "This must be today or in the past"
NOT_UNBORN = "Leave this empty, or write “unborn” under kind"


@dataclass(frozen=True, slots=True)
class Ready:
    """A request as `receive` takes it. `row` is its first in the file, `rows` how many it has."""

    row: int
    rows: int
    facts: dict[str, Any]
    people: list[dict[str, Any]]
    received_on: date | None
    reference: str
    identity: bytes
    content: bytes


def groups(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[list[Row]]:
    """Rows of one request: those that follow one another with the same reference."""
    place = columns.index("reference") if "reference" in columns else -1
    group: list[Row] = []
    last = ""
    for row in rows:
        here = row.cells[place] if 0 <= place < len(row.cells) else ""
        if group and not (here and here == last):
            yield group
            group = []
        crowded = len(group) >= MOST_PEOPLE
        group.append(Row(row.number, [], CROWD.format(most=MOST_PEOPLE)) if crowded else row)
        last = here
    if group:
        yield group


class Checker:
    """Reads the requests of one file; knows its columns, the agencies and the day."""

    def __init__(self, columns: Sequence[str], today: date) -> None:
        read = {name: COLUMNS[name].read for name in columns} | {"agency": agencies()}
        self.columns = [(place, name, read[name]) for place, name in enumerate(columns)]
        self.today = today

    def request(self, group: list[Row]) -> Ready | list[Problem]:
        """The request of these rows, or all that is wrong in them."""
        found: list[Problem] = []
        facts: dict[str, Any] = {}
        people = [self._person(row, facts, group[0], found) for row in group]
        if not found:
            found = self._doubts(facts, people, group)
        if found:
            return found
        return _ready(facts, people, group)

    def _person(
        self, row: Row, facts: dict[str, Any], first: Row, found: list[Problem]
    ) -> dict[str, Any]:
        """What the row says of its person; what it says of the request goes into `facts`."""
        person: dict[str, Any] = {"kind": "child"}
        if row.fault:
            found.append(problem(row.number, "", "", row.fault))
            return person
        cells = row.cells
        many = len(cells)
        for place, name, read in self.columns:
            cell = cells[place] if place < many else ""
            if not cell:
                continue
            try:
                value = read(cell)
            except Wrong as wrong:
                found.append(problem(row.number, name, cell, str(wrong)))
                continue
            if name in OF_PERSON:
                person[name] = value
            elif facts.setdefault(name, value) != value:
                said = OTHERWISE.format(first=first.number)
                found.append(problem(row.number, name, cell, said))
        return person

    def _doubts(
        self, facts: dict[str, Any], people: list[dict[str, Any]], group: list[Row]
    ) -> list[Problem]:
        """What no cell shows by itself: the same sentences as at every other door."""
        first = group[0]
        found = [self._problem(first, name, NEEDS[name]) for name in NEEDED if not facts.get(name)]
        received = facts.get("received_on")
        if received and received > self.today:
            found.append(self._problem(first, "received_on", IN_FUTURE))
        doubts = (
            doubts_about_sender(facts) | doubts_about_telling(facts) | doubts_about_safe_way(facts)
        )
        found += [self._problem(first, name, doubts[name]) for name in doubts]
        for row, person in zip(group, people, strict=True):
            doubts = doubts_about_person(person, self.today)
            if person.get("expected_on") and person["kind"] != Kind.UNBORN:
                doubts["expected_on"] = NOT_UNBORN
            found += [self._problem(row, name, doubts[name]) for name in doubts]
        if all(person["kind"] == Kind.ADULT for person in people):
            found.append(self._problem(first, "kind", NO_CHILD))
        return found

    def _problem(self, row: Row, column: str, sentence: str) -> Problem:
        places = [at for at, name, _ in self.columns if name == column and at < len(row.cells)]
        typed = row.cells[places[0]] if places else ""
        return problem(row.number, column, typed, sentence)


def _ready(facts: dict[str, Any], people: list[dict[str, Any]], group: list[Row]) -> Ready:
    reference = str(facts.pop("reference", ""))
    agency = facts.pop("agency", None)
    received = facts.pop("received_on", None)
    content = _digest(
        "content",
        reference,
        agency,
        received,
        sorted(facts.items()),
        *(sorted(person.items()) for person in people),
    )
    named = " ".join(reference.casefold().split())
    identity = _digest("reference", agency, named) if named else content
    if agency:
        facts["sender_agency_id"] = agency
    return Ready(group[0].number, len(group), facts, people, received, reference, identity, content)


def _digest(*parts: Any) -> bytes:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).digest()
