"""The database's counts equal an independent count in plain Python, over random histories."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.asking import Ask
from reporting.counting import count
from reporting.measures import MEASURES
from reporting.period import Period
from tests.cast import World
from tests.reporting.facts import Facts, write_down
from tests.reporting.histories import histories, periods
from tests.reporting.recount import as_seen, recount

CUTS = [(measure.key, cut.key) for measure in MEASURES.values() for cut in measure.cuts]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(histories(), periods(), st.sampled_from([set(), {0}, {1}, {0, 1}]))
def test_every_measure_equals_a_count_by_hand(
    world: World, facts: Facts, period: tuple[date, date], chosen: set[int]
) -> None:
    with transaction.atomic():
        ids = [locality.pk for locality in write_down(facts, world.desk)]
        asks = [_ask(key, cut, period, [ids[place] for place in chosen]) for key, cut in CUTS]
        for (key, cut), answers in zip(CUTS, count(asks), strict=True):
            seen = as_seen(answers)
            expected = recount(key, cut, facts, *period, chosen, ids)
            assert seen == expected, f"{key} by {cut}"
        transaction.set_rollback(True)


def _ask(key: str, cut: str, period: tuple[date, date], localities: list[int]) -> Ask:
    found = MEASURES[key].cut_of(cut)
    assert found
    return Ask(MEASURES[key], found, Period(*period), tuple(localities))


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_a_measure_of_nothing_is_nothing(world: World, key: str) -> None:
    measure = MEASURES[key]
    ask = Ask(measure, measure.cuts[0], Period(date(2020, 1, 1), date(2020, 12, 31)))
    (answer,) = count([ask])
    assert [(row.part, row.numerator) for row in answer] == [(None, 0)]
