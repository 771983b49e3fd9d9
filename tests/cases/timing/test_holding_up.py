"""A clock that stands still: why, until when, and counted without the pause."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as
from audit.models import Event
from audit.refusal import Refused
from cases.actions.timing import holding_up
from cases.models import Case, Due, DuePause
from cases.queries.my_families import my_families
from localities.calendar import add_working_days, closures, working_days_between
from tests.cases.helpers import sent
from tests.cast import World

OPENED = date(2026, 11, 2)


def due_of(case: Case, key: str = "assessment") -> Due:
    return Due.objects.get(case=case, key=key, done_on=None, cancelled_on=None)


def pause(due: Due, by: Any, days: int, on: date | None = None) -> DuePause:
    day = on or timezone.localdate()
    until = add_working_days(day, days)
    with acting_as(by):
        return holding_up.pause(due=due, reason="Away", until=until, by=by, on=day)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 30), st.integers(0, 40)), max_size=4))
def test_whatever_the_pauses_the_days_outside_them_are_those_of_the_table(
    world: World, led: Case, steps: list[tuple[int, int, int]]
) -> None:
    """Each step: days until the clock stops, for how many it may, after how many it goes on."""
    due = due_of(led)
    DuePause.objects.filter(due=due).delete()
    Due.objects.filter(pk=due.pk).update(
        started_on=OPENED, due_on=add_working_days(OPENED, 30), paused_until=None
    )
    day, closed, stood = OPENED, closures(), 0
    for runs, length, goes_on in steps:
        day = add_working_days(day, runs)
        if due_of(led).due_on < day:
            break
        until = pause(due, world.manager, length, on=day).until
        end = min(until, day + timedelta(days=goes_on))
        if end < until:
            with acting_as(world.manager):
                holding_up.resume(due=due, by=world.manager, on=end)
        stood += working_days_between(day, end, closed)
        day = end
    due = due_of(led)
    assert working_days_between(OPENED, due.due_on, closed) - stood == 30


def test_a_clock_of_weeks_is_counted_in_days_of_the_calendar(world: World, led: Case) -> None:
    due, today = due_of(led, "first_taf"), timezone.localdate()
    Due.objects.filter(pk=due.pk).update(due_on=today + timedelta(days=20))
    held = pause(due, world.practitioner, 5)
    assert held.left == 20
    after = add_working_days(held.until + timedelta(days=20), 0)
    assert due_of(led, "first_taf").due_on == after


@pytest.mark.parametrize(
    ("reason", "days", "late", "said"),
    [
        (" ", 5, False, holding_up.NO_REASON),
        ("Away", 0, False, holding_up.NOT_AHEAD),
        ("Away", 60, False, holding_up.TOO_LONG),
        ("Away", 5, True, holding_up.LATE),
    ],
)
def test_it_is_refused_with_the_reason(
    world: World, led: Case, reason: str, days: int, late: bool, said: str
) -> None:
    due, today = due_of(led), timezone.localdate()
    Due.objects.filter(pk=due.pk).update(due_on=today + timedelta(days=-1 if late else 9))
    until = today + timedelta(days=days)
    with acting_as(world.practitioner), pytest.raises(Refused, match=said):
        holding_up.pause(due=due, reason=reason, until=until, by=world.practitioner)
    assert not DuePause.objects.exists()


def test_who_and_why_stand_on_the_page_and_the_list_says_until_when(
    world: World, led: Case, client: Client
) -> None:
    due, today = due_of(led), timezone.localdate()
    others = Due.objects.filter(case=led, done_on=None).exclude(pk=due.pk)
    others.update(cancelled_on=today)
    client.force_login(world.practitioner)
    until = add_working_days(today, 10)
    url = f"/cases/{led.reference}/due/{due.pk}/pause/"
    day = {"until_day": until.day, "until_month": until.month, "until_year": until.year}
    assert "Enter why the clock stands still" in client.post(url, sent(**day)).content.decode()
    answer = client.post(url, sent(reason="The family is in Lahore", **day), follow=True)
    text = answer.content.decode()
    assert "The family is in Lahore" in text
    assert "Pat Practitioner" in text
    event = Event.objects.get(verb="due.paused")
    assert (event.case_id, event.reason) == (led.pk, "The family is in Lahore")
    with acting_as(world.practitioner):
        (row,) = my_families(world.practitioner)
    assert row.due is not None
    assert row.due.because == f"its clock stands still until {until.day} {until:%B %Y}"
    client.post(url.replace("pause", "resume"), sent())
    assert due_of(led).due_on == due.due_on
    assert due_of(led).paused_until is None


def test_others_are_told_that_they_may_not(world: World, led: Case, client: Client) -> None:
    client.force_login(world.desk)
    page = client.get(f"/cases/{led.reference}/due/").content.decode()
    assert "Let it stand still" not in page
    due, until = due_of(led), timezone.localdate() + timedelta(days=3)
    with acting_as(world.desk), pytest.raises(Refused, match="Only the lead practitioner"):
        holding_up.pause(due=due, reason="Away", until=until, by=world.desk)
