"""How many families of each kind there are, how large they are, and when their cases open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from cases.closure_reasons import ClosureReason
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.past.published import FROM, OTHER_DEMAND, REFERRED, TO, WORKED_FROM
from earlyhelp.demo.shares import apportion

T = TypeVar("T")

BEGAN = date(2016, 4, 4)  # the first case of the new service


class Way(StrEnum):
    """How, and when, a family first came."""

    REFERRED = "decided by the desk from April to December 2017"
    DESK_BEFORE = "decided by the desk from September 2016 to March 2017"
    OPEN_BEFORE = "another door, before September 2016"
    OTHER_BEFORE = "another door, September 2016 to March 2017"
    OTHER = "another door, April to December 2017"


class Return(StrEnum):
    """For a family that had been helped before: when its first case closed."""

    NONE = "was not helped before"
    LONG_AGO = "before April 2017"
    STILL_OPEN = "from April 2017 on; the second case is open at the end of the year"
    CLOSED_TWICE = "from April 2017 on; the second case closes in the same year"


FAMILIES = {
    Way.DESK_BEFORE: 300,
    Way.OPEN_BEFORE: 700,
    Way.OTHER_BEFORE: 1_100,
    Way.OTHER: 900,
}
CHILDREN_OF_DESK_BEFORE = 561
FAMILIES_OF_TWO = {Way.OPEN_BEFORE: 107, Way.OTHER_BEFORE: 167, Way.OTHER: 137}
RETURNS = {Return.LONG_AGO: 300, Return.STILL_OPEN: 90, Return.CLOSED_TWICE: 60}

# A year's rhythm: how much of each month's demand there is.
MONTHS = {
    4: 300.0,
    5: 350.0,
    6: 370.0,
    7: 360.0,
    8: 240.0,
    9: 380.0,
    10: 430.0,
    11: 450.0,
    12: 340.0,
    1: 300.0,
    2: 310.0,
    3: 350.0,
}
_SECOND_OPENS = {
    Return.LONG_AGO: (FROM, TO),
    Return.STILL_OPEN: (date(2017, 8, 1), TO),
    Return.CLOSED_TWICE: (date(2017, 7, 3), date(2017, 10, 20)),
}
_SIZES = {1: 47.0, 2: 30.0, 3: 14.0, 4: 6.0, 5: 3.0}


@dataclass
class Episode:
    """One case in the plan of the past."""

    opened: date
    closed: date | None = None
    reason: ClosureReason | None = None
    eha: date | None = None
    eha_by: str = ""


@dataclass(eq=False)
class PlannedFamily:
    """One family in the plan of the past, with its one or two cases."""

    slug: str
    way: Way
    children: int
    back: Return = Return.NONE
    episodes: list[Episode] = field(default_factory=list)

    @property
    def last(self) -> Episode:
        return self.episodes[-1]


class Founding:
    """Makes the families, each with the day its case opens; nothing is closed yet."""

    def __init__(self, chance: Chance, days: Workdays) -> None:
        self.chance, self.days = chance, days

    def families(self) -> list[PlannedFamily]:
        made = self._referred()
        for way in FAMILIES:
            made += self._of(way)
        self._bring_back(made)
        return made

    def _referred(self) -> list[PlannedFamily]:
        made = []
        for slug, (families, children) in REFERRED.items():
            for size in self._sizes(families, children):
                opened = self._day(FROM, TO)
                made.append(PlannedFamily(slug, Way.REFERRED, size, episodes=[Episode(opened)]))
        return made

    def _of(self, way: Way) -> list[PlannedFamily]:
        first, last = {
            Way.OPEN_BEFORE: (BEGAN, date(2016, 8, 31)),
            Way.OTHER: (FROM, TO),
        }.get(way, (WORKED_FROM, date(2017, 3, 31)))
        sizes = self.chance.mixed(self._sizes_of(way))
        slugs = _spread(apportion(FAMILIES[way], OTHER_DEMAND))
        return [
            PlannedFamily(slug, way, size, episodes=[Episode(self._day(first, last))])
            for slug, size in zip(slugs, sizes, strict=True)
        ]

    def _sizes_of(self, way: Way) -> list[int]:
        if way == Way.DESK_BEFORE:
            return self._sizes(FAMILIES[way], CHILDREN_OF_DESK_BEFORE)
        two = FAMILIES_OF_TWO[way]
        return [2] * two + [1] * (FAMILIES[way] - two)

    def _sizes(self, families: int, children: int) -> list[int]:
        """Sizes of this many families that add up to this many children."""
        sizes = _spread(apportion(families, _SIZES))
        while (missing := children - sum(sizes)) != 0:
            step = 1 if missing > 0 else -1
            place = self.chance.between(0, families - 1)
            if 1 <= sizes[place] + step <= 5:
                sizes[place] += step
        return self.chance.mixed(sizes)

    def _bring_back(self, families: list[PlannedFamily]) -> None:
        """Give some families that the desk refers an earlier case, decided by the desk as well."""
        last = date(2017, 3, 31)
        for slug in REFERRED:
            here = [f for f in families if f.slug == slug and f.way == Way.REFERRED]
            for back, number in RETURNS.items():
                share = apportion(number, OTHER_DEMAND)[slug]
                free = [f for f in here if f.back == Return.NONE and _may_be(f, back)]
                for family in self.chance.sample(free, share):
                    family.back = back
                    until = date(2017, 1, 31) if back == Return.LONG_AGO else last
                    family.episodes.insert(0, Episode(self._day(WORKED_FROM, until)))

    def _day(self, first: date, last: date) -> date:
        """A working day of the period, more of them in busy months."""
        months = {
            (year, month): MONTHS[month]
            for year in (2016, 2017)
            for month in MONTHS
            if (first.year, first.month) <= (year, month) <= (last.year, last.month)
        }
        year, month = self.chance.weighted(months)
        begin = max(first, date(year, month, 1))
        return self.days.within(self.chance, begin, min(last, _end_of(year, month)))


def _may_be(family: PlannedFamily, back: Return) -> bool:
    """A second case needs time between the first one's end and its own."""
    first, last = _SECOND_OPENS[back]
    return first <= family.last.opened <= last


def _spread(parts: Mapping[T, int]) -> list[T]:
    """Each key as often as its number says."""
    return [key for key, number in parts.items() for _ in range(number)]


def _end_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
