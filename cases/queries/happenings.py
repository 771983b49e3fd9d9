"""Long lists of what happened on a case, newest first, a page at a time.

A page is found by its place: the moment, the source and the number of the line before it. So
the thousandth page costs what the first does, and a new line moves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet, Value

from audit.models import Event
from cases.queries.sharing.kept_back import told
from cases.timeline_kinds import OF_THE_FAMILY

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where a page begins: after the line with this moment, source and number."""

    at: datetime
    source: int
    id: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place of "1763712000000000.2.417"; None where it is not one."""
        try:
            micros, source, number = (int(part) for part in text.split("."))
            return cls(EPOCH + timedelta(microseconds=micros), source, number)
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        micros = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{micros}.{self.source}.{self.id}"


@dataclass(frozen=True)
class Source:
    """One table's part of the list: its rows, its moment, and its number among the sources."""

    number: int
    rows: QuerySet[Any]
    moment: str


def newest(
    sources: Iterable[Source], columns: dict[int, dict[str, Any]], after: Place | None, size: int
) -> QuerySet[Any, dict[str, Any]]:
    """The lines of a page, and one more where there are more. One query: the newest of each
    source, then the newest of those. `columns` gives every source the same columns."""
    parts = [_part(source, columns[source.number], after, size + 1) for source in sources]
    found = parts[0].union(*parts[1:], all=True)
    return found.order_by("-line_at", "-line_source", "-line_id")[: size + 1]


def page_from(rows: list[dict[str, Any]], size: int) -> tuple[list[dict[str, Any]], str]:
    """The lines to show of what `newest` found, and the place of the next page ("" at the end)."""
    shown = rows[:size]
    if len(rows) <= size:
        return shown, ""
    last = shown[-1]
    return shown, str(Place(last["line_at"], last["line_source"], last["line_id"]))


def place_values(after: Place | None) -> tuple[int, dict[str, Any]]:
    """The shape and the values of a place, for a query that is written once."""
    return (after.source, {"at": after.at, "number": after.id}) if after else (0, {})


def place_from(source: int, at: datetime | None, number: int | None) -> Place | None:
    return Place(at, source, number) if at and number is not None else None


def events_of(case: int, family: int) -> tuple[QuerySet[Event], QuerySet[Event]]:
    """The events of a case, and those about its family's people that belong to no case."""
    rooms = Q()
    for room in OF_THE_FAMILY:
        rooms |= Q(verb__startswith=f"{room}.")
    of_the_family = Event.objects.filter(rooms, family_id=family, case_id__isnull=True)
    return told(Event.objects.filter(case_id=case)), told(of_the_family)


def _part(
    source: Source, columns: dict[str, Any], after: Place | None, size: int
) -> QuerySet[Any, dict[str, Any]]:
    rows = source.rows
    if after:
        earlier = Q(**{f"{source.moment}__lt": after.at})
        if source.number < after.source:
            earlier |= Q(**{source.moment: after.at})
        if source.number == after.source:
            earlier |= Q(**{source.moment: after.at, "pk__lt": after.id})
        rows = rows.filter(earlier, **{f"{source.moment}__lte": after.at})
    named = {
        "line_at": source.moment,
        "line_source": Value(source.number, IntegerField()),
        "line_id": "pk",
    }
    return _values(rows, named | columns).order_by("-line_at", "-line_id")[:size]


def _values(rows: QuerySet[Any], columns: dict[str, Any]) -> QuerySet[Any, dict[str, Any]]:
    """The columns under the names given, in the order given."""
    return rows.order_by().values(
        **{name: F(what) if isinstance(what, str) else what for name, what in columns.items()}
    )
