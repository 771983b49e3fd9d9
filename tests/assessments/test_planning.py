"""The one plan: goals for needs, actions with owners, agreement, the end."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from assessments.actions.assessing import start
from assessments.actions.doing import add_action, change_action, drop, finish
from assessments.actions.planning import (
    add_goal,
    agree,
    change_goal,
    end_plan,
    said_bare,
    set_need_aside,
)
from assessments.blocking import blockers
from assessments.models import Action, Assessment, Invitation, Plan
from assessments.queries.plan import counted_goals, current_plan, lines_of, needs_of, overdue
from audit.models import Event, Job, Stale
from audit.refusal import Refused
from cases.actions.endings.closing import end_case
from cases.actions.leads.allocating import allocate
from cases.actions.leads.handing_over import hand_over_all
from cases.closure_reasons import ClosureReason
from cases.journey import Stage, Verb
from cases.models import Case, Due, Need
from tests.assessments.arranging import (
    action_by,
    agreed,
    goal_of,
    led_case,
    planned,
    planned_meeting,
    signed_off,
    started,
)
from tests.cast import World


def test_goals_answer_needs_in_one_table(world: World) -> None:
    plan = planned(world)
    with acting_as(world.practitioner):
        add_goal(case=plan.case, by=world.practitioner, words="A holiday")
        lines = lines_of(plan.case, plan)
    assert [line.whose for line in lines[:2]] == ["the whole family", "Child1 Okafor"] or lines
    assert [bool(line.goals) for line in lines] == [True, False, False, False, True]
    assert lines[1].why_none == "School helps already"
    assert lines[-1].title == "Other goals"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" “Mornings without shouting.” ", "Mornings without shouting."),
        ('"Less debt"', "Less debt"),
        ("“Rows” are fewer, “sleep” is longer", "“Rows” are fewer, “sleep” is longer"),
        ("“I sleep”, says Sam", "“I sleep”, says Sam"),
        ("“”", "“”"),
    ],
)
def test_the_marks_round_a_familys_words_are_put_there_once(typed: str, kept: str) -> None:
    assert said_bare(typed) == kept


def test_a_plan_says_what_it_lacks(world: World) -> None:
    case = signed_off(world).case
    with acting_as(world.practitioner):
        assert blockers(case, "agree_plan", world.practitioner)[0] == (
            "Add at least one goal to the plan."
        )
        needs = needs_of(case)
        goal = add_goal(
            case=case, by=world.practitioner, words="Mornings without shouting", need=needs[0]
        )
        reasons = blockers(case, "agree_plan", world.practitioner)
        assert "Say who does what for the goal “Mornings without shouting”." in reasons
        assert len(reasons) == len(needs)
        assert all("or say why it has none" in reason for reason in reasons[:-1])
        action = add_action(goal=goal, by=world.practitioner, action=action_by(world))
        for need in needs[1:]:
            set_need_aside(case=case, need=need, by=world.practitioner, why="It can wait")
        assert blockers(case, "agree_plan", world.practitioner) == []
        Action.objects.filter(pk=action.pk).update(owner_name=" ")
        assert blockers(case, "agree_plan", world.practitioner) == [
            "Say who does “Make a chart for the mornings”."
        ]


def test_agreeing_moves_the_case_and_its_clocks(world: World) -> None:
    plan = agreed(world)
    with acting_as(world.practitioner):
        case = Case.objects.get(pk=plan.case_id)
        due = Due.objects.filter(case=case, key="plan").get()
    assert (plan.state, plan.agreed_on) == ("live", timezone.localdate())
    assert plan.agreed_with == "Ngozi Okafor"
    assert (case.stage, case.plan_agreed_on) == (Stage.SUPPORTING, timezone.localdate())
    assert due.done_on == timezone.localdate()


def test_who_agreed_must_be_said(world: World) -> None:
    plan = planned(world)
    with acting_as(world.practitioner), pytest.raises(Refused, match="Say who of the family"):
        agree(case=plan.case, by=world.practitioner, agreed_with=" ")


def test_no_plan_is_agreed_before_sign_off(world: World) -> None:
    case = started(world).case
    with acting_as(world.practitioner):
        assert blockers(case, "agree_plan", world.practitioner) == [
            "The assessment must be signed off first."
        ]


def test_a_second_agreement_is_refused(world: World) -> None:
    plan = agreed(world)
    with acting_as(world.practitioner), pytest.raises(Refused, match="has been agreed"):
        agree(case=plan.case, by=world.practitioner, agreed_with="Ngozi")


def test_the_database_holds_one_plan_that_has_not_ended(world: World) -> None:
    plan = planned(world)
    with (
        acting_as_system("trying"),
        pytest.raises(IntegrityError, match="one_live_plan_per_case"),
        transaction.atomic(),
    ):
        Plan.objects.create(case=plan.case, family_id=plan.family_id, started_on=date(2026, 11, 3))


def test_a_need_of_another_family_is_refused(world: World) -> None:
    plan = planned(world)
    other = led_case(world)
    with acting_as_system("trying"):
        need = Need.objects.create(case=other, kind="housing", seen_on=date(2026, 11, 3))
        with pytest.raises(Refused, match="another case"):
            add_goal(case=plan.case, by=world.practitioner, words="Mixed up", need=need)


def test_a_goal_changed_by_two_is_stale_for_the_second(world: World) -> None:
    goal = goal_of(planned(world))
    with acting_as(world.practitioner):
        change_goal(goal=goal, by=world.practitioner, version=1, words="Calm mornings")
        with pytest.raises(Stale):
            change_goal(goal=goal, by=world.practitioner, version=1, words="Loud mornings")
    goal.refresh_from_db()
    assert goal.words == "Calm mornings"


def test_reached_goals_and_late_actions_are_counted(world: World) -> None:
    plan = agreed(world)
    goal = goal_of(plan)
    today = timezone.localdate()
    with acting_as(world.practitioner):
        late = action_by(world, due_on=today - timedelta(days=3))
        add_action(goal=goal, by=world.practitioner, action=late)
        done = add_action(goal=goal, by=world.practitioner, action=late)
        finish(action=done, by=world.practitioner, version=1)
        change_goal(goal=goal, by=world.practitioner, version=1, words=goal.words, reached_on=today)
        lines = lines_of(plan.case, plan)
    assert counted_goals(lines) == (1, 1)
    assert overdue(lines, today) == 1 + (action_by(world).due_on < today)


def test_an_action_is_ticked_with_what_came_of_it(world: World) -> None:
    action = goal_of(agreed(world)).actions.get()
    with acting_as(world.practitioner):
        finish(action=action, by=world.practitioner, version=1, result=" On the fridge ")
        assert (action.done_on, action.result) == (timezone.localdate(), "On the fridge")
        with pytest.raises(Refused, match="no longer open"):
            finish(action=action, by=world.practitioner, version=2)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("practitioner", True), ("manager", True), ("school", True), ("desk", False),
     ("practitioner2", False)],
)  # fmt: skip
def test_who_ticks_an_action(world: World, who: str, allowed: bool) -> None:
    """The lead, the manager, and the school because the action is the school's."""
    plan = agreed(world)
    with acting_as_system("asking"):
        action = add_action(
            goal=goal_of(plan),
            by=world.practitioner,
            action=action_by(world, owner_kind="partner", owner_user_id=world.school.pk),
        )
        if allowed:
            finish(action=action, by=world.people[who], version=1)
        else:
            with pytest.raises(Refused, match="Only whoever does this"):
                finish(action=action, by=world.people[who], version=1)


def test_an_action_is_changed_or_taken_out_with_a_reason(world: World) -> None:
    goal = goal_of(planned(world))
    with acting_as(world.practitioner):
        action = goal.actions.get()
        later = action_by(world, due_on=date(2027, 1, 8))
        change_action(action=action, by=world.practitioner, version=1, to=later)
        with pytest.raises(Stale):
            change_action(action=action, by=world.practitioner, version=1, to=later)
        with pytest.raises(Refused, match="Say why"):
            drop(action=action, by=world.practitioner, version=2, why="")
        drop(action=action, by=world.practitioner, version=2, why="Dad does it already")
        assert blockers(goal.plan.case, "agree_plan", world.practitioner) == [
            "Say who does what for the goal “Mornings without shouting”."
        ]


@pytest.mark.parametrize("who", ["desk", "practitioner2", "school", "nobody"])
def test_others_do_not_change_the_plan(world: World, who: str) -> None:
    plan = planned(world)
    with acting_as_system("asking"), pytest.raises(Refused):
        add_goal(case=plan.case, by=world.people[who], words="Not mine to write")


def test_the_plan_ends_with_the_case_and_with_it_what_is_unfinished(world: World) -> None:
    plan = agreed(world)
    today = timezone.localdate()
    with acting_as(world.manager):
        end_plan(plan.case, world.manager, today)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_on) == ("ended", today)
    with acting_as(world.practitioner):
        assert current_plan(plan.case) == plan
        goal = goal_of(plan)
        with pytest.raises(Refused, match="has ended"):
            add_action(goal=goal, by=world.practitioner, action=action_by(world))


def test_closing_a_case_ends_an_assessment_in_progress(world: World) -> None:
    assessment = started(world)
    with acting_as(world.manager):
        end_case(
            case=assessment.case,
            by=world.manager,
            verb=Verb.CLOSE,
            reason=ClosureReason.NOT_CONTACTABLE,
            summary="Moved away",
        )
        assessment.refresh_from_db()
        assert assessment.state == Assessment.State.ENDED
        case = Case.objects.get(pk=assessment.case_id)
        with pytest.raises(Refused, match="The case is closed"):
            start(case=case, by=world.manager)


def test_what_somebody_who_leaves_was_to_do_is_the_new_leads(world: World) -> None:
    plan = agreed(world)
    goal = goal_of(plan)
    done = goal.actions.get()
    with acting_as(world.practitioner):
        finish(action=done, by=world.practitioner, version=done.version)
        still = add_action(goal=goal, by=world.practitioner, action=action_by(world))
        family = action_by(world, owner_kind="family", owner_name="Ngozi", owner_user_id=None)
        theirs = add_action(goal=goal, by=world.practitioner, action=family)
    with acting_as(world.manager):
        hand_over_all(leaver=world.practitioner, leads={plan.case_id: world.duty}, by=world.manager)
        said = f"{world.duty.name} does this in place of {world.practitioner.name}"
        assert Event.objects.filter(summary__startswith=said).count() == 1
        owners = dict(Action.objects.values_list("pk", "owner_name"))
        assert owners == {
            done.pk: world.practitioner.name, still.pk: world.duty.name, theirs.pk: "Ngozi"
        }  # fmt: skip
        assert Action.objects.get(pk=still.pk).owner_user == world.duty


def test_the_next_meeting_has_the_new_lead_and_not_who_left(world: World) -> None:
    plan = agreed(world)
    planned_meeting(world, plan.case)
    with acting_as(world.manager):
        letters = Job.objects.filter(kind="send_mail").count()
        hand_over_all(leaver=world.practitioner, leads={plan.case_id: world.duty}, by=world.manager)
        coming = Invitation.objects.filter(case=plan.case, withdrawn_at=None).order_by("name")
        assert [row.name for row in coming] == [world.duty.name, "Gran"]
        assert coming[0].answer == ""
        # to both: that they are invited, and that they no longer are
        assert Job.objects.filter(kind="send_mail").count() >= letters + 2


def test_a_lead_who_follows_without_anybody_leaving_is_invited_too(world: World) -> None:
    plan = agreed(world)
    planned_meeting(world, plan.case)
    with acting_as(world.manager):
        for lead in (world.duty, world.practitioner):
            allocate(case=plan.case, lead=lead, by=world.manager)
        coming = Invitation.objects.filter(case=plan.case, withdrawn_at=None).order_by("pk")
        names = [row.name for row in coming]
    assert names == [world.practitioner.name, "Gran", world.duty.name]  # each once
