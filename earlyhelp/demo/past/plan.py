"""The plan of the past: every family, every case, every early help assessment, on its days."""

from datetime import date, timedelta

from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.past.closings import Closing
from earlyhelp.demo.past.families import Episode, Founding, PlannedFamily
from earlyhelp.demo.past.published import EHA_FROM, EHAS, TO

_LAST_REVIEW = date(2017, 11, 10)  # six weeks after the new assessment came in


def plan_the_past(chance: Chance, days: Workdays) -> list[PlannedFamily]:
    """All families in the order their first cases opened."""
    families = Founding(chance, days).families()
    Closing(chance, days, families).close_all()
    _begin_assessments(chance, days, families)
    _say_by_whom(chance, families)
    return sorted(families, key=lambda family: family.episodes[0].opened)


def _begin_assessments(chance: Chance, days: Workdays, families: list[PlannedFamily]) -> None:
    """Every case open on 1 October begins one at its next review, every later one soon after
    opening: those that came last in the year begin it in January."""
    present = [f.last for f in families if f.last.closed and f.last.closed >= EHA_FROM]
    present.sort(key=lambda episode: episode.opened)
    begun = sum(EHAS.values())
    for number, episode in enumerate(present):
        if number >= begun:
            first = max(date(2018, 1, 2), episode.opened)
            episode.eha = days.within(chance, first, date(2018, 1, 19))
        else:
            episode.eha = days.within(chance, *_span(episode))


def _span(episode: Episode) -> tuple[date, date]:
    """Between which days an assessment of the last quarter begins."""
    assert episode.closed
    before_the_end = episode.closed - timedelta(days=7)
    if episode.opened < EHA_FROM:
        return EHA_FROM, min(_LAST_REVIEW, before_the_end)
    soon = episode.opened + timedelta(days=1)
    return soon, min(episode.opened + timedelta(days=21), TO - timedelta(days=2), before_the_end)


def _say_by_whom(chance: Chance, families: list[PlannedFamily]) -> None:
    """Share the assessments out among the kinds of agency that began them."""
    begun = [f.last for f in families if f.last.eha and f.last.eha <= TO]
    kinds = [kind for kind, number in EHAS.items() for _ in range(number)]
    for episode, kind in zip(begun, chance.mixed(kinds), strict=True):
        episode.eha_by = kind
