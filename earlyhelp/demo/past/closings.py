"""Which cases of the past close when, and why, so that the published closures come out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from cases.closure_reasons import ClosureReason
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.past.families import Episode, PlannedFamily, Return, Way
from earlyhelp.demo.past.published import CLOSED, EHA_FROM, FROM, QUICK, TO, WORKED_FROM
from earlyhelp.demo.shares import apportion

# Families whose last case closes before April 2017, and from April to September.
EARLY = {Way.OPEN_BEFORE: 170, Way.OTHER_BEFORE: 70, Way.DESK_BEFORE: 60}
SUMMER = {
    Way.OPEN_BEFORE: 260,
    Way.OTHER_BEFORE: 400,
    Way.DESK_BEFORE: 120,
    Way.OTHER: 110,
    Way.REFERRED: 449,
}
Closer = Callable[[PlannedFamily], None]

OPEN_TO_CLOSE = 30  # days a case is open at the least
BETWEEN_CASES = 21  # days from a first case to a second, at the least
LAST_CLOSING = date(2020, 5, 29)
MET = {ClosureReason.NEEDS_MET: 62.0, ClosureReason.PARTLY_MET: 38.0}
OTHER = {
    ClosureReason.AGREEMENT_WITHDRAWN: 30.0,
    ClosureReason.DISENGAGED: 26.0,
    ClosureReason.NOT_CONTACTABLE: 14.0,
    ClosureReason.MOVED: 16.0,
    ClosureReason.TRANSFERRED: 9.0,
    ClosureReason.AGED_OUT: 3.0,
    ClosureReason.OPENED_IN_ERROR: 2.0,
}
ANY = {**{k: v * 0.65 for k, v in MET.items()}, **{k: v * 0.26 for k, v in OTHER.items()}}
ANY[ClosureReason.STEPPED_UP] = 9.0


class Closing:
    """Closes the planned families. Afterwards every episode has an end and a reason."""

    def __init__(self, chance: Chance, days: Workdays, families: list[PlannedFamily]) -> None:
        self.chance, self.days, self.families = chance, days, families

    def close_all(self) -> None:
        self._first_cases()
        self._share_out(EARLY, self._close_early)
        self._share_out(SUMMER, self._close_in_summer)
        for slug in CLOSED:
            self._close_in_autumn(slug)
            self._give_reasons(slug)
        for family in self._open():
            self._close_later(family)

    def _open(self, slug: str = "", way: Way | None = None) -> list[PlannedFamily]:
        """Families whose last case is not closed yet."""
        return [
            family
            for family in self.families
            if family.last.closed is None
            and slug in {"", family.slug}
            and way in {None, family.way}
        ]

    def _first_cases(self) -> None:
        """The earlier cases of families that came back."""
        for family in self.families:
            if family.back == Return.NONE:
                continue
            first, second = family.episodes
            latest = second.opened - timedelta(days=BETWEEN_CASES)
            if family.back == Return.LONG_AGO:
                begin, end = WORKED_FROM, min(latest, FROM - timedelta(days=1))
            else:
                begin, end = FROM + timedelta(days=2), min(latest, date(2017, 9, 22))
            self._close(first, begin, end)
            first.reason = self.chance.weighted(ANY)

    def _share_out(self, numbers: Mapping[Way, int], close: Closer) -> None:
        for way, number in numbers.items():
            fit = {slug: self._fit_to_close(slug, way, close) for slug in CLOSED}
            weights = {slug: len(here) * _pull(slug, way) for slug, here in fit.items()}
            for slug, share in apportion(number, weights).items():
                for family in self.chance.sample(fit[slug], share):
                    close(family)

    def _fit_to_close(self, slug: str, way: Way, close: Closer) -> list[PlannedFamily]:
        latest = date(2017, 1, 31) if close == self._close_early else _latest_for_summer(slug)
        return [
            family
            for family in self._open(slug, way)
            if family.last.opened <= latest and family.back in {Return.NONE, Return.LONG_AGO}
        ]

    def _close_early(self, family: PlannedFamily) -> None:
        self._close(family.last, WORKED_FROM, FROM - timedelta(days=1))
        family.last.reason = self.chance.weighted(ANY)

    def _close_in_summer(self, family: PlannedFamily) -> None:
        """Where cases are quick, soon after opening or early in the summer."""
        quick = family.slug in QUICK
        begin, end = FROM + timedelta(days=2), EHA_FROM - timedelta(days=2)
        if family.way in {Way.REFERRED, Way.OTHER}:
            shortest, longest = (45, 100) if quick else (65, 150)
            begin = family.last.opened + timedelta(days=shortest)
            end = min(end, family.last.opened + timedelta(days=longest))
        elif quick:
            end = date(2017, 6, 16)
        else:
            begin = date(2017, 6, 19)
        self._close(family.last, begin, end)

    def _close_in_autumn(self, slug: str) -> None:
        """As many more as make up the children who were published as closed."""
        missing = CLOSED[slug][0] - sum(f.children for f in self._counted(slug))
        pool = [f for f in self._open(slug) if f.last.opened <= date(2017, 11, 10)]
        twice = [f for f in pool if f.back == Return.CLOSED_TWICE]
        once = [f for f in pool if f.back in {Return.NONE, Return.LONG_AGO}]
        once.sort(key=lambda f: self.chance.random() / _pull(slug, f.way))
        chosen = twice + _adding_up(once, missing)  # the former are counted at their first end
        for family in chosen:
            self._close_one_in_autumn(family)

    def _close_one_in_autumn(self, family: PlannedFamily) -> None:
        opened, quick = family.last.opened, family.slug in QUICK
        begin = max(date(2017, 10, 16), opened + timedelta(days=35))
        end = date(2017, 12, 8) if quick else date(2017, 12, 29)
        self._close(family.last, begin, max(end, begin + timedelta(days=7)))

    def _counted(self, slug: str) -> list[PlannedFamily]:
        """Families whose children are counted among the closures of the period."""
        return [f for f in self.families if f.slug == slug and _last_closure(f) is not None]

    def _give_reasons(self, slug: str) -> None:
        families = self.chance.mixed(self._counted(slug))
        _all, stepped_up, met = CLOSED[slug]
        up = _adding_up(families, stepped_up)
        rest = [f for f in families if f not in up]
        well = _adding_up(rest, met)
        for family in families:
            episode = _last_closure(family)
            assert episode
            if family in up:
                episode.reason = ClosureReason.STEPPED_UP
            else:
                episode.reason = self.chance.weighted(MET if family in well else OTHER)

    def _close_later(self, family: PlannedFamily) -> None:
        """After the year's end, within some two years; sooner where cases are quick."""
        longest = 420 if family.slug in QUICK else 560
        after = max(TO, family.last.opened + timedelta(days=OPEN_TO_CLOSE)) + timedelta(days=3)
        ends = after + timedelta(days=int(longest * self.chance.random() ** 1.4))
        if self.chance.happens(0.04):
            ends = date(2020, 1, 6) + timedelta(days=self.chance.between(0, 130))
        ends = min(ends, LAST_CLOSING)
        family.last.closed = self.days.on_or_after(ends)
        family.last.reason = self.chance.weighted(ANY)

    def _close(self, episode: Episode, begin: date, end: date) -> None:
        """On a working day of the period, but never sooner than a case can close."""
        begin = max(begin, episode.opened + timedelta(days=OPEN_TO_CLOSE))
        episode.closed = self.days.within(self.chance, begin, max(begin, end))


def _last_closure(family: PlannedFamily) -> Episode | None:
    """The last of a family's cases that closed in the published period."""
    closed = [e for e in family.episodes if e.closed and FROM <= e.closed <= TO]
    return closed[-1] if closed else None


def _latest_for_summer(slug: str) -> date:
    return EHA_FROM - timedelta(days=55 if slug in QUICK else 80)


def _pull(slug: str, way: Way) -> float:
    """How readily a family is chosen: where cases are quick, those that came last."""
    lately = way in {Way.REFERRED, Way.OTHER}
    if slug in QUICK:
        return 1.25 if lately else 0.8
    return 0.85 if lately else 1.15


def _adding_up(families: Iterable[PlannedFamily], children: int) -> list[PlannedFamily]:
    """The first of them whose children add up to exactly this number."""
    chosen = []
    for family in families:
        if family.children <= children:
            chosen.append(family)
            children -= family.children
    if children:
        raise ValueError(f"{children} children too few to come to the published figure.")
    return chosen
