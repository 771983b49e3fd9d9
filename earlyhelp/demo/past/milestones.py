"""The days on which things happened on a case whose beginning and end are planned."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.closure_reasons import ClosureReason
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.past.families import Episode
from earlyhelp.demo.past.published import EHA_FROM
from earlyhelp.demo.past.scene import Milestones

MOST_TAFS = 2


def milestones(chance: Chance, days: Workdays, episode: Episode) -> Milestones:
    """Milestones in their order, none later than the case's end."""
    opened, closed = episode.opened, episode.closed
    assert closed
    allocated = min(days.add(opened, chance.between(0, 4)), closed)
    found = Milestones(allocated, min(days.add(allocated, chance.between(1, 6)), closed))
    if opened < EHA_FROM:
        caf = days.add(found.contacted, chance.between(1, 12))
        found.caf = caf if caf < min(EHA_FROM, closed - timedelta(days=5)) else None
    _assess(chance, days, episode, found)
    found.tafs = tuple(_tafs(chance, days, opened, closed))
    if episode.reason == ClosureReason.STEPPED_UP:
        found.social_care = max(days.add(closed, -chance.between(3, 9)), found.contacted)
    return found


def _assess(chance: Chance, days: Workdays, episode: Episode, found: Milestones) -> None:
    begun = found.caf or episode.eha
    assert episode.closed
    if begun is None:
        return
    submitted = days.add(begun, chance.between(6, 24))
    signed_off = days.add(submitted, chance.between(1, 5))
    agreed = days.add(signed_off, chance.between(2, 10))
    if signed_off < episode.closed:
        found.submitted, found.signed_off = submitted, signed_off
    if agreed < episode.closed:
        found.plan_agreed = agreed


def _tafs(chance: Chance, days: Workdays, opened: date, closed: date) -> Iterator[date]:
    day = days.on_or_after(opened + timedelta(days=chance.between(28, 43)))
    for _ in range(MOST_TAFS):
        if day >= closed:
            return
        yield day
        day = days.on_or_after(day + timedelta(days=chance.between(38, 70)))
