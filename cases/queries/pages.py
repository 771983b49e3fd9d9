"""Pages of a list that is ordered by a date: the thousandth is as quick as the first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Count, Q, QuerySet, Window

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


def page_of(found: QuerySet[Any], by: str, after: str, size: int) -> Page[Any]:
    """The rows after the place `after` in the order of `by`, a date every row has. One query."""
    ordered = found.order_by(by, "pk")
    place = _place(after)
    if place:
        day, number = place
        ordered = ordered.filter(Q(**{f"{by}__gt": day}) | Q(**{by: day, "pk__gt": number}))
    rows = list(ordered.annotate(remaining=Window(Count("pk")))[: size + 1])
    shown = rows[:size]
    more = len(rows) > size
    return Page(
        rows=shown,
        remaining=rows[0].remaining if rows else 0,
        next_after=_written(getattr(shown[-1], by), shown[-1].pk) if more else "",
    )


def _written(day: date, number: int) -> str:
    return f"{day.isoformat()}.{number}"


def _place(after: str) -> tuple[date, int] | None:
    day, _, number = after.partition(".")
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
