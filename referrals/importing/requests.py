"""Files of requests for support, as something that can be gone through."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.importing.problems import Problem, problem
from cases.importing.reading import Row, Sheet
from cases.importing.running import Written
from cases.models import ImportRun
from localities.models import Agency
from referrals.importing.checking import Checker, Ready, groups
from referrals.importing.columns import COLUMNS, NEEDED, NEEDED_ONE_OF
from referrals.importing.writing import (
    DIFFERS,
    FURTHER_UP,
    Clock,
    Lines,
    clock_now,
    lines_of,
    write,
)


class LeftOut:
    """Requests of a file that were left out. Whatever comes further down with the reference of one
    is part of it, and not a request of its own; others are known by what was imported."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._places = [
            columns.index(name) if name in columns else -1 for name in ("reference", "agency")
        ]
        self._rows: dict[str, dict[str, int]] = {}

    def add(self, first: Row) -> None:
        reference, agency = self._named(first)
        if reference:
            self._rows.setdefault(reference, {}).setdefault(agency, first.number)

    def told(self, first: Row) -> list[Problem]:
        """What is wrong where a request begins with this row; the agency may be left empty."""
        if not self._rows:
            return []
        reference, agency = self._named(first)
        rows = self._rows.get(reference, {})
        row = rows.get(agency) if agency else min(rows.values(), default=None)
        if row is None:
            return []
        typed = first.cells[self._places[0]]
        return [problem(first.number, "reference", typed, FURTHER_UP.format(row=row))]

    def _named(self, row: Row) -> tuple[str, str]:
        reference, agency = (
            " ".join(row.cells[place].casefold().split()) if 0 <= place < len(row.cells) else ""
            for place in self._places
        )
        return reference, agency


class Requests:
    """A file of requests: one row per person, rows of one request under one another."""

    columns: Collection[str] = tuple(COLUMNS)
    needed: Collection[str] = NEEDED
    needed_one_of: Collection[str] = NEEDED_ONE_OF
    differs = DIFFERS
    further_up = FURTHER_UP
    identified_by = "reference"

    def __init__(self) -> None:
        self._clock: Clock | None = None
        self._agencies: dict[int, Agency] = {}

    def checked(self, sheet: Sheet) -> Iterator[tuple[list[Row], Ready | list[Problem]]]:
        """What is asked of the database is asked at once: rows are gone through without one."""
        self._agencies = Agency.objects.in_bulk()
        return _checked(sheet, Checker(sheet.columns, timezone.localdate()))

    def taken(self, identities: list[bytes]) -> Mapping[bytes, bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM imported_requests(%s)", [identities])
            return {bytes(one): bytes(content) for one, content in cursor.fetchall()}

    def doubts(self, batch: Sequence[Ready]) -> Mapping[int, Problem]:
        return {}

    def lines(self, batch: Sequence[Ready]) -> Lines:
        return lines_of(batch, self._agencies)

    def write(self, batch: Sequence[Ready], lines: Lines, run: ImportRun, by: Any) -> Written:
        self._clock = self._clock or clock_now()
        return write(batch, lines, run=run, by=by, clock=self._clock)


def _checked(sheet: Sheet, checker: Checker) -> Iterator[tuple[list[Row], Ready | list[Problem]]]:
    left_out = LeftOut(sheet.columns)
    for group in groups(sheet.rows, sheet.columns):
        found = checker.request(group)
        if isinstance(found, Ready):
            yield group, left_out.told(group[0]) or found
        else:
            left_out.add(group[0])
            yield group, found
