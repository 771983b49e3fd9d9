"""Cases that drift: who is told, in which words, and until when."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.acting import acting_as
from assessments.actions.doing import finish
from assessments.actions.reviewing import Guest, Minutes, hold
from assessments.models import Action
from cases.actions.contacting import record_contact
from cases.models import Case, Contact
from cases.queries.needs_you.lists import drifting
from cases.rules.drifting import Course, signs_of_drift
from tests.assessments.arranging import agreed, led_case
from tests.cast import World, arranged

TODAY = date(2026, 11, 26)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("course", "signs"),
    [
        (Course(TODAY - 10 * WEEK, TODAY - 5 * WEEK, 2), []),
        (Course(date(2025, 9, 26), TODAY, 0), ["Open for 14 months"]),
        (Course(TODAY - 20 * WEEK, TODAY - 9 * WEEK, 0), ["No contact for 9 weeks"]),
        (Course(TODAY - 6 * WEEK, None, 0),
         ["No contact for 6 weeks, none since it was opened"]),
        (Course(TODAY - 20 * WEEK, TODAY - WEEK, 0, 1),
         ["No contact for a week; every week was agreed"]),
        (Course(TODAY - 20 * WEEK, TODAY - 2 * WEEK, 0, 2),
         ["No contact for 2 weeks; every 2 weeks was agreed"]),
        (Course(TODAY - 20 * WEEK, TODAY - 9 * WEEK, 0, 12), []),
        (Course(TODAY - 20 * WEEK, TODAY, 3), ["3 meetings in a row changed nothing"]),
    ],
)  # fmt: skip
def test_the_signs_are_said_in_words(course: Course, signs: list[str]) -> None:
    assert signs_of_drift(course, TODAY) == signs


def listed(world: World, who: str = "manager") -> dict[str, tuple[str, ...]]:
    user: Any = world.people[who]
    with acting_as(user):
        return {row.case.reference: row.signs for row in drifting(user).rows}


def test_a_manager_sees_it_until_they_have_written_what_they_decide(
    world: World, client: Client
) -> None:
    today = timezone.localdate()
    old, fresh = (
        led_case(world, received_on=day, on=day) for day in (today - 60 * WEEK, today - WEEK)
    )
    signs = listed(world)[old.reference]
    assert signs[0].startswith("Open for 1")
    assert fresh.reference not in listed(world)
    assert listed(world, "manager2") == {}
    client.force_login(world.manager)
    page = client.get("/needs-you/drifting/").content.decode()
    assert "Open for 1" in page
    assert f"/cases/{old.reference}/contacts/new/?kind=oversight" in page
    form = client.get(f"/cases/{old.reference}/contacts/new/?kind=oversight").content.decode()
    assert 'value="oversight" checked' in form
    with acting_as(world.manager):
        record_contact(case=old, by=world.manager, kind=Contact.Kind.OVERSIGHT, text="Close by May")
    assert listed(world) == {}


def test_one_question_however_many_drift(world: World) -> None:
    long_ago = timezone.localdate() - 60 * WEEK
    for number in range(3):
        led_case(world, received_on=long_ago, on=long_ago)
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(world)) == number + 1
        assert len([one for one in asked if 'FROM "cases_case"' in one["sql"]]) == 1


@pytest.mark.parametrize("weeks", [1, 2, 6, None, 12])
def test_the_plan_agrees_how_often_and_a_meeting_may_change_it(
    world: World, weeks: int | None
) -> None:
    """On the day the agreed time has run out, and on no day before."""
    today = timezone.localdate()
    plan = agreed(world, led_case(world), contact_every=weeks)
    for ago, drifts in ((WEEK * (weeks or 6), True), (WEEK * (weeks or 6) - DAY, False)):
        seen_on(plan.case, today - ago)
        assert (plan.case.reference in listed(world)) is drifts
    meet(world, plan.case, today, contact_every=3)
    seen_on(plan.case, today - 3 * WEEK)
    (signs,) = listed(world)[plan.case.reference]
    assert signs == "No contact for 3 weeks; every 3 weeks was agreed"
    meet(world, plan.case, today)
    assert Case.objects.get(pk=plan.case_id).contact_every == 3


@arranged
def seen_on(case: Case, day: date) -> None:
    Case.objects.filter(pk=case.pk).update(last_contact_on=day)


@arranged
def meet(world: World, case: Case, on: date, **more: Any) -> int:
    said = Minutes(minutes="As before.", guests=[Guest("Ngozi Okafor", came=True)], **more)
    hold(case=case, by=world.practitioner, held_on=on, record_of=said)
    return Case.objects.get(pk=case.pk).reviews_unchanged


def test_meetings_that_change_nothing_are_counted_until_one_does(world: World) -> None:
    day = timezone.localdate() - 20 * WEEK
    plan = agreed(world, led_case(world, received_on=day, on=day))
    first = day + WEEK
    assert [meet(world, plan.case, first + n * WEEK) for n in range(4)] == [0, 1, 2, 3]
    (signs,) = listed(world).values()
    assert "3 meetings in a row changed nothing" in signs
    with acting_as(world.practitioner):
        action = Action.objects.select_related("goal__plan", "case").filter(case=plan.case)[0]
        finish(action=action, by=world.practitioner, version=action.version, on=first + 5 * WEEK)
    assert meet(world, plan.case, first + 6 * WEEK) == 0
