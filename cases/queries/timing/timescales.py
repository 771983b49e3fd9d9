"""The table of timescales as the page shows it, and what a change of it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg import sql

from localities.clocks import in_force
from localities.models import Timescale
from localities.timescales import STANDARD

WEEKS = 12  # whose beginnings are counted, to say how many a change will be about
PLACES = {row.key: number for number, row in enumerate(STANDARD)}


@dataclass(frozen=True)
class Line:
    """One thing that falls due: the row that holds now or is to come, and what is planned."""

    row: Timescale
    planned: Timescale | None  # from a later day on

    @property
    def ends(self) -> bool:
        """Nothing follows it."""
        return self.row.to_date is not None and self.planned is None


@dataclass(frozen=True)
class Affected:
    """How many are due now, and keep their date; and how many begin in an ordinary week."""

    due_now: int
    a_week: float


def table() -> list[Line]:
    """What falls due now or will, in the order of a case’s way."""
    today = timezone.localdate()
    later: dict[str, Timescale] = {}
    for row in Timescale.objects.filter(from_date__gt=today).order_by("-from_date"):
        later[row.key] = row
    lines = [Line(row, later.pop(row.key, None)) for row in in_force(today)]
    lines += [Line(row, None) for row in later.values()]
    return sorted(lines, key=lambda line: (PLACES.get(line.row.key, len(PLACES)), line.row.due))


def line_of(key: str) -> Line | None:
    return next((line for line in table() if line.row.key == key), None)


def affected(key: str) -> Affected:
    """Counted by each room that keeps clocks of its own (settings.TIMESCALE_COUNTS)."""
    since = timezone.localdate() - timedelta(weeks=WEEKS)
    counts = [_count(function, key, since) for function in settings.TIMESCALE_COUNTS]
    due_now, began = (sum(column) for column in zip(*counts, strict=True))
    return Affected(due_now, round(began / WEEKS, 1))


def _count(function: str, key: str, since: date) -> Sequence[int]:
    query = sql.SQL("SELECT due_now, began FROM {}(%s, %s)").format(sql.Identifier(function))
    with connection.cursor() as cursor:
        cursor.execute(query, [key, since])
        found: Sequence[int] = cursor.fetchone()
        return found
