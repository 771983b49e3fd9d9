"""Pages of a list that is ordered by a date: the thousandth is as quick as the first."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Count, Q, QuerySet, Window

from cases.queries.written_once import Reader, WrittenOnce, reader_values

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list, how many there are from here on, and where the next page begins."""

    rows: list[T]
    remaining: int
    next_after: str = ""

    def of(self, make: Callable[[T], R]) -> "Page[R]":
        return Page([make(row) for row in self.rows], self.remaining, self.next_after)

    @property
    def has_more(self) -> bool:
        return bool(self.next_after)


def page_of(
    write: Callable[[Any], QuerySet[Any]], user: Any, by: str, after: str, size: int
) -> Page[Any]:
    """The rows of `write(user)` after the place `after`, in the order of `by`, a date every row
    has. One query. Its text is kept for first pages, so `write` obeys what WrittenOnce asks."""
    shape, values = reader_values(user)
    read = _rows if after else _ROWS
    rows = list(read(write, by, after, size, *shape, **values))
    shown = rows[:size]
    more = len(rows) > size
    return Page(
        rows=shown,
        remaining=rows[0].remaining if rows else 0,
        next_after=_written(getattr(shown[-1], by), shown[-1].pk) if more else "",
    )


def _rows(
    write: Callable[[Any], QuerySet[Any]],
    by: str,
    after: str,
    size: int,
    role: Any,
    /,
    *shape: Hashable,
    **values: Any,
) -> QuerySet[Any]:
    ordered = write(Reader(role, values)).order_by(by, "pk")
    place = _place(after)
    if place:
        day, number = place
        ordered = ordered.filter(Q(**{f"{by}__gt": day}) | Q(**{by: day, "pk__gt": number}))
    return ordered.annotate(remaining=Window(Count("pk")))[: size + 1]


_ROWS = WrittenOnce(_rows)


def _written(day: date, number: int) -> str:
    return f"{day.isoformat()}.{number}"


def _place(after: str) -> tuple[date, int] | None:
    day, _, number = after.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
