"""A period of days, both ends included, and the one it is compared with."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audit.days import in_words

YEARS = range(1990, 2201)  # of which figures can be asked
LONGEST_YEARS = 20  # asked for at once


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("A period ends on or after the day it starts.")

    def __str__(self) -> str:
        """1 April to 31 December 2017."""
        if self.start == self.end:
            return in_words(self.start)
        if self.start.year == self.end.year:
            return f"{self.start.day} {self.start:%B} to {in_words(self.end)}"
        return f"{in_words(self.start)} to {in_words(self.end)}"

    @property
    def when(self) -> str:
        """As a sentence goes on: from 1 April to 31 December 2017, on 5 October 2017."""
        return f"{'on' if self.start == self.end else 'from'} {self}"

    @property
    def short(self) -> str:
        """Apr–Dec 2017 for whole months, else with days."""
        if self.start == self.end:
            return f"{self.start.day} {self.start:%b %Y}"
        if not self.is_whole_months:
            return f"{self.start.day} {self.start:%b %Y} – {self.end.day} {self.end:%b %Y}"
        if (self.start.year, self.start.month) == (self.end.year, self.end.month):
            return f"{self.start:%b %Y}"
        if self.start.year == self.end.year:
            return f"{self.start:%b}–{self.end:%b %Y}"
        return f"{self.start:%b %Y} – {self.end:%b %Y}"

    @property
    def is_whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == monthrange(self.end.year, self.end.month)[1]

    def months(self) -> Iterator[date]:
        """The first day of each month the period touches."""
        month = self.start.replace(day=1)
        while month <= self.end:
            yield month
            month = _shift(month, 1)

    def before(self) -> "Period":
        """The period just before: as many whole months, or else as many days."""
        if self.is_whole_months:
            how_many = sum(1 for _ in self.months())
            return Period(_shift(self.start, -how_many), self.start - timedelta(days=1))
        days = self.end - self.start
        return Period(self.start - days - timedelta(days=1), self.start - timedelta(days=1))


def this_quarter(today: date) -> Period:
    """The quarter so far."""
    return Period(_quarter_start(today), today)


def last_quarter(today: date) -> Period:
    start = _quarter_start(today)
    return Period(_shift(start, -3), start - timedelta(days=1))


def year_so_far(today: date) -> Period:
    """From 1 April, when the council's year begins."""
    year = today.year if today.month >= 4 else today.year - 1
    return Period(date(year, 4, 1), today)


SHORTCUTS = {
    "this_quarter": ("This quarter", this_quarter),
    "last_quarter": ("Last quarter", last_quarter),
    "year_so_far": ("Year so far", year_so_far),
}


def _quarter_start(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def _shift(first_of_month: date, months: int) -> date:
    total = first_of_month.year * 12 + first_of_month.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)
