"""Files of requests for support, as something that can be gone through."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from cases.importing.problems import Problem
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
        self._agencies = Agency.objects.in_bulk()
        checker = Checker(sheet.columns, timezone.localdate())
        return ((group, checker.request(group)) for group in groups(sheet.rows, sheet.columns))

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
