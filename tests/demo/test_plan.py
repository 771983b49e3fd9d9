"""The plan of the past: its numbers hold for any seed."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import pytest

from cases.closure_reasons import OutcomeGroup, group_of
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.days import Workdays
from earlyhelp.demo.past.families import Episode, PlannedFamily
from earlyhelp.demo.past.plan import plan_the_past
from earlyhelp.demo.past.published import CLOSED, EHA_FROM, EHAS, FROM, QUICK, REFERRED, TO
from localities.calendar import is_working_day

DAYS = Workdays(date(2016, 1, 4), date(2021, 1, 29))


def planned(seed: int) -> list[PlannedFamily]:
    return plan_the_past(Chance(seed), DAYS)


@pytest.fixture(scope="module", params=[2018, 1, 77])
def families(request: pytest.FixtureRequest) -> list[PlannedFamily]:
    return planned(request.param)


def episodes(families: list[PlannedFamily]) -> list[tuple[PlannedFamily, Episode]]:
    return [(family, episode) for family in families for episode in family.episodes]


def closed_on(episode: Episode) -> date:
    assert episode.closed
    return episode.closed


def test_the_tables_add_up_to_what_was_published() -> None:
    assert sum(number for number, _ in REFERRED.values()) == 3_236
    assert sum(children for _, children in REFERRED.values()) == 6_038
    assert [sum(column) for column in zip(*CLOSED.values(), strict=True)] == [3_750, 375, 2_438]
    assert sum(EHAS.values()) == 4_467


def test_children_cases_and_assessments(families: list[PlannedFamily]) -> None:
    assert sum(family.children for family in families) == 9_710
    begun = [e for _, e in episodes(families) if e.eha and EHA_FROM <= e.eha <= TO]
    assert Counter(episode.eha_by for episode in begun) == EHAS
    for _, episode in episodes(families):
        if episode.opened < EHA_FROM <= closed_on(episode):
            assert episode.eha
            assert episode.eha <= TO, "every case open on 1 October begins one"


def test_closures_by_locality(families: list[PlannedFamily]) -> None:
    found: dict[str, Counter[str]] = {slug: Counter() for slug in CLOSED}
    for family in families:
        ended = [e for e in family.episodes if FROM <= closed_on(e) <= TO]
        if ended:
            assert ended[-1].reason
            found[family.slug][group_of(ended[-1].reason)] += family.children
    for slug, (closed, stepped_up, met) in CLOSED.items():
        assert found[slug] == {
            OutcomeGroup.STEPPED_UP: stepped_up,
            OutcomeGroup.EARLY_HELP: met,
            OutcomeGroup.OTHER: closed - stepped_up - met,
        }


def test_quick_localities_close_clearly_sooner(families: list[PlannedFamily]) -> None:
    days: dict[str, list[int]] = {slug: [] for slug in CLOSED}
    for family, episode in episodes(families):
        if FROM <= closed_on(episode) <= TO:
            days[family.slug].append((closed_on(episode) - episode.opened).days)
    medians = {slug: median(found) for slug, found in days.items()}
    slow = min(value for slug, value in medians.items() if slug not in QUICK)
    assert max(medians[slug] for slug in QUICK) < slow - 20


def test_every_day_is_possible(families: list[PlannedFamily]) -> None:
    for family, episode in episodes(families):
        assert closed_on(episode) - episode.opened >= timedelta(days=21), family
        assert closed_on(episode) <= date(2020, 6, 5)
        assert is_working_day(episode.opened)
        assert is_working_day(closed_on(episode))
        if episode.eha:
            assert episode.opened <= episode.eha < closed_on(episode)
    for family in families:
        for first, second in pairwise(family.episodes):
            assert closed_on(first) < second.opened, "one live case at a time"


def test_one_seed_makes_one_plan() -> None:
    def flat(families: list[PlannedFamily]) -> list[tuple[object, ...]]:
        return [(f.slug, f.way, f.children, *map(repr, f.episodes)) for f in families]

    assert flat(planned(5)) == flat(planned(5))
    assert flat(planned(5)) != flat(planned(6))
