"""TAF meetings, the team around the family, and the copy for the family."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.gathering import join, leave
from assessments.actions.planning import agree
from assessments.actions.reviewing import (
    Agreed,
    Guest,
    Minutes,
    Progress,
    Reading,
    give_copy,
    hold,
)
from assessments.models import Action, Goal, Review
from audit.models import Stale
from audit.refusal import Refused
from cases.models import Case, Due, SharingBasis, TafMember
from tests.assessments.arranging import action_by, agreed, goal_of, led_case, planned
from tests.cases.sharing.arranging import join as join_team
from tests.cast import World, make_family

OPENED = date(2026, 11, 2)


def taf(world: World, case: Case, day: date | None = None, by: Any = None, **said: Any) -> Review:
    values = {"guests": [Guest("Ngozi Okafor", came=True)]} | said
    by = by or world.practitioner
    with acting_as(by):
        return hold(
            case=case, by=by, held_on=day or timezone.localdate(), record_of=Minutes(**values)
        )


def open_due(case: Case, key: str) -> Due | None:
    return Due.objects.filter(
        case=case, key=key, done_on__isnull=True, cancelled_on__isnull=True
    ).first()


def test_who_agrees_the_plan_was_reached(world: World) -> None:
    case = planned(world).case
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=case.pk).update(last_contact_on=None, family_contacted_on=None)
    with acting_as(world.practitioner):
        agree(case=case, by=world.practitioner, agreed_with="Ngozi Okafor")
        now = Case.objects.get(pk=case.pk)
    assert now.last_contact_on == now.family_contacted_on == timezone.localdate()


def test_a_meeting_with_the_family_is_contact_and_one_without_is_not(world: World) -> None:
    case = agreed(world).case
    Case.objects.filter(pk=case.pk).update(last_contact_on=None, family_contacted_on=None)
    mother = case.family.people.get(given_name="Ngozi")
    day = timezone.localdate()
    workers = [Guest("Sam School", came=True), Guest(mother.name, came=False, person_id=mother.pk)]
    taf(world, Case.objects.get(pk=case.pk), guests=workers)
    assert Case.objects.get(pk=case.pk).last_contact_on is None
    taf(world, Case.objects.get(pk=case.pk), guests=[Guest(mother.name, True, person_id=mother.pk)])
    assert Case.objects.get(pk=case.pk).last_contact_on == day


def test_a_meeting_is_kept_with_who_came_and_how_it_was_scored(world: World) -> None:
    plan = agreed(world)
    action = goal_of(plan).actions.get()
    child = plan.family.people.filter(kind="child")[0]
    review = taf(
        world,
        plan.case,
        minutes="We looked at the mornings.",
        family_view="It is better",
        child_view="I like the chart",
        next_on=timezone.localdate() + timedelta(weeks=6),
        guests=[
            Guest("Ngozi Okafor", came=True),
            Guest("Sam School", came=False, agency=world.school_agency, user_id=world.school.pk),
        ],
        done=[Progress(action, 1, "On the fridge")],
        readings=[Reading("child", 0, "Child1 Okafor", child.pk), Reading("worker", 7)],
    )
    came = dict(review.attendances.values_list("name", "came"))
    assert came == {"Ngozi Okafor": True, "Sam School": False}
    assert sorted(review.scores.values_list("scorer", "value")) == [("child", 0), ("worker", 7)]
    action.refresh_from_db()
    assert (action.done_on, action.result) == (review.held_on, "On the fridge")
    assert review.plan == plan


def test_the_record_of_a_meeting_says_what_was_done_since_the_one_before(
    world: World, client: Client
) -> None:
    plan = agreed(world)
    action = goal_of(plan).actions.get()
    first = taf(world, plan.case, timezone.localdate() - timedelta(days=1))
    second = taf(world, plan.case, done=[Progress(action, 1, "On the fridge")])
    client.force_login(world.practitioner)
    heading = "What was done since the meeting before"
    for meeting, is_there in ((first, False), (second, True)):
        page = client.get(reverse("taf", args=[plan.case.reference, meeting.pk])).content.decode()
        assert (heading in page) == is_there
        assert ("On the fridge" in page) == is_there


def test_what_was_agreed_goes_into_the_plan(world: World) -> None:
    plan = agreed(world)
    goal = goal_of(plan)
    new = "Money for the bus"
    review = taf(
        world,
        plan.case,
        agreed=[
            Agreed(action_by(world, words="Ring the school"), goal=goal),
            Agreed(action_by(world, words="Ask for a pass"), new_goal=new),
            Agreed(action_by(world, words="Send the form"), new_goal=f" {new} "),
        ],
    )
    with acting_as(world.practitioner):
        rows = Action.objects.filter(agreed_at=review).order_by("pk")
        assert [(row.words, row.goal.words) for row in rows] == [
            ("Ring the school", goal.words), ("Ask for a pass", new), ("Send the form", new),
        ]  # fmt: skip
        assert Goal.objects.filter(words=new).count() == 1
        assert {row.goal.plan_id for row in rows} == {plan.pk}


def test_a_meeting_whose_actions_cannot_be_written_is_not_recorded(world: World) -> None:
    """Whoever is in the team records the meeting; the plan is the lead's and the manager's."""
    plan = agreed(world)
    join_team(plan.case, world.practitioner2)
    asked = [Agreed(action_by(world), goal=goal_of(plan))]
    with pytest.raises(Refused, match="Only the lead practitioner"):
        taf(world, plan.case, by=world.practitioner2, agreed=asked)
    assert not Review.objects.exists()
    other = led_case(world, make_family(world, "Bal"))
    with pytest.raises(Refused, match="goal belongs to another case"):
        taf(world, other, agreed=asked)


def test_no_score_is_forced(world: World) -> None:
    assert not taf(world, led_case(world)).scores.exists()


def test_a_meeting_restarts_the_clock_of_reviews(world: World) -> None:
    case = led_case(world)
    review = taf(world, case)
    with acting_as(world.practitioner):
        assert open_due(case, "first_taf") is None
        due, copy = open_due(case, "review"), open_due(case, "taf_copy")
        assert Case.objects.get(pk=case.pk).last_taf_on == review.held_on
    assert due
    assert copy
    assert due.started_on == copy.started_on == review.held_on


def test_a_meeting_recorded_late_does_not_set_the_clock_back(world: World) -> None:
    case = led_case(world)
    taf(world, case, OPENED + timedelta(days=15))
    taf(world, case, OPENED + timedelta(days=8))
    with acting_as(world.practitioner):
        due = open_due(case, "review")
        assert Case.objects.get(pk=case.pk).last_taf_on == OPENED + timedelta(days=15)
    assert due
    assert due.started_on == OPENED + timedelta(days=15)


@pytest.mark.parametrize(
    ("day", "said", "reason"),
    [
        (OPENED - timedelta(days=1), {}, "before the case was opened"),
        (date(2126, 1, 1), {}, "recorded after it was held"),
        (None, {"guests": []}, "Say who came"),
        (None, {"guests": [Guest("Ngozi", came=False)]}, "Say who came"),
        (OPENED, {"next_on": OPENED}, "must be after this one"),
    ],
)
def test_a_meeting_that_cannot_be(
    world: World, day: date | None, said: dict[str, Any], reason: str
) -> None:
    case = led_case(world)
    with pytest.raises(Refused, match=reason):
        taf(world, case, day, **said)
    assert not Review.objects.exists()


def test_an_action_of_another_family_cannot_be_ticked(world: World) -> None:
    action = goal_of(agreed(world)).actions.get()
    other = led_case(world, make_family(world, "Bal"))
    with pytest.raises(Refused, match="another case"):
        taf(world, other, done=[Progress(action, 1)])


def test_a_case_that_nobody_leads_holds_no_meeting(world: World) -> None:
    from tests.cast import make_case

    with pytest.raises(Refused, match="Nobody leads"):
        taf(world, make_case(world), by=world.manager)


def test_the_family_s_copy_ends_its_clock(world: World) -> None:
    case = led_case(world)
    review = taf(world, case)
    with acting_as(world.practitioner):
        early = review.held_on - timedelta(days=1)
        with pytest.raises(Refused, match="before the meeting"):
            give_copy(review=review, by=world.practitioner, on=early)
        with pytest.raises(Stale):
            give_copy(review=review, by=world.practitioner, version=9)
        review.refresh_from_db()
        give_copy(review=review, by=world.practitioner, version=1)
        assert open_due(case, "taf_copy") is None
    assert review.copied_to_family_on == timezone.localdate()


def test_the_copy_of_an_earlier_meeting_leaves_the_clock_of_the_last(world: World) -> None:
    case = led_case(world)
    earlier = taf(world, case, OPENED + timedelta(days=1))
    taf(world, case, OPENED + timedelta(days=10))
    with acting_as(world.practitioner):
        give_copy(review=earlier, by=world.practitioner)
        assert open_due(case, "taf_copy")


def test_joining_the_team_opens_the_case_to_a_covered_agency(world: World) -> None:
    case = led_case(world)
    with acting_as_system("arranging"):
        SharingBasis.objects.create(
            family=case.family,
            agency=world.school_agency,
            what="Early help plan",
            from_date=timezone.localdate(),
        )
    with acting_as(world.practitioner):
        member = join(case=case, by=world.practitioner, name="", role="SENCo", user=world.school)
        assert (member.name, member.agency) == ("Sam School", world.school_agency)
    with acting_as(world.school):
        assert Case.objects.filter(pk=case.pk).exists()
    with acting_as(world.practitioner):
        with pytest.raises(Refused, match="in the team already"):
            join(case=case, by=world.practitioner, name="", user=world.school)
        leave(member=member, by=world.practitioner)
        with pytest.raises(Refused, match="left the team before"):
            leave(member=member, by=world.practitioner)
    with acting_as(world.school):
        assert not Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize("who", ["desk", "practitioner2", "school", "nobody"])
def test_others_do_not_gather_the_team(world: World, who: str) -> None:
    case = led_case(world)
    with acting_as_system("trying"), pytest.raises(Refused):
        join(case=case, by=world.people[who], name="Somebody")
    assert not TafMember.objects.exists()
