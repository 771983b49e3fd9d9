"""What social care left to be done: taken up by the plan once, or put aside with the reason."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import acting_as, acting_as_system
from assessments.actions.doing import drop, finish
from assessments.actions.taking_up import TAKEN, NewGoal, set_left_aside, take_up
from assessments.models import Action, Plan
from assessments.queries.left import left_by_social_care
from audit.refusal import Refused
from cases.actions.steps.stepping_down import note_step_down
from cases.models import StepDownAction
from tests.assessments.arranging import action_by, agreed, goal_of, planned
from tests.assessments.test_pages import Browser, date_boxes
from tests.cast import World, arranged

LEFT = (
    {"what": "Finish the parenting course", "who": "Ngozi Okafor", "by_when": date(2027, 1, 15)},
    {"what": "Housing repairs", "who": "Ms Bright, housing", "by_when": None},
    {"what": "Refer to the speech therapist"},
)


@arranged
def stepped_down(world: World, plan: Plan) -> list[StepDownAction]:
    note_step_down(
        case=plan.case, by=world.desk, social_care_worker="A Worker", actions=LEFT,
        on=date(2026, 11, 20),
    )  # fmt: skip
    return list(StepDownAction.objects.filter(case=plan.case).select_related("case"))


def test_each_is_taken_up_once_under_a_goal_of_the_plan_or_a_new_one(world: World) -> None:
    plan, by = planned(world), world.practitioner
    first, second, _ = stepped_down(world, plan)
    with acting_as(by):
        one = take_up(left=first, by=by, action=action_by(world), goal=goal_of(plan))
        two = take_up(left=second, by=by, action=action_by(world), goal=NewGoal("A dry home"))
        assert two.goal.words == "A dry home"
        with pytest.raises(Refused, match=TAKEN):
            take_up(left=first, by=by, action=action_by(world), goal=goal_of(plan))
        with pytest.raises(Refused, match=TAKEN):
            set_left_aside(left=first, by=by, why="No")
        found = left_by_social_care(plan.case)
    assert [(row.action, row.waits) for row in found] == [(one, False), (two, False), (None, True)]
    with (
        acting_as_system("trying"),
        pytest.raises(IntegrityError, match="takes_up"),
        transaction.atomic(),
    ):
        Action.objects.filter(pk=two.pk).update(takes_up=first)


def test_it_is_not_taken_twice_where_the_first_action_is_hidden_from_whoever_asks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, by = planned(world), world.practitioner
    first, *_ = stepped_down(world, plan)
    with acting_as(by):
        take_up(left=first, by=by, action=action_by(world), goal=goal_of(plan))
        hidden = Action.objects.none()
        monkeypatch.setattr("assessments.actions.taking_up.Action.objects.filter",
                            lambda **_: hidden)  # fmt: skip
        with pytest.raises(Refused, match=TAKEN):
            take_up(left=first, by=by, action=action_by(world), goal=goal_of(plan))


def test_it_is_put_aside_for_a_reason(world: World) -> None:
    plan, by = planned(world), world.practitioner
    first, *_ = stepped_down(world, plan)
    with acting_as(by):
        with pytest.raises(Refused, match="Say why"):
            set_left_aside(left=first, by=by, why=" ")
        aside = set_left_aside(left=first, by=by, why="Done since")
        assert left_by_social_care(plan.case)[0].aside == aside
    with acting_as(world.social_worker), pytest.raises(Refused, match="Only the lead"):
        set_left_aside(left=first, by=world.social_worker, why="Over")


def test_the_pages_in_one_go(world: World) -> None:
    plan = planned(world)
    first, second, third = stepped_down(world, plan)
    case, lead = plan.case, Browser(world.practitioner)
    page = lead.open("plan-left-take-up", case, first.pk)
    assert "Finish the parenting course</textarea>" in page
    assert 'value="15"' in page
    assert re.search(r"<option[^>]* selected[^>]*>Ngozi Okafor", page)
    sent = lead.send("plan-left-take-up", case, second.pk, goal="new", words="Mend the roof",
                     who="other-partner", name="Ms Bright", **date_boxes("due_on"))  # fmt: skip
    assert "Enter what will be different" in sent.content.decode()
    sent = lead.send("plan-left-take-up", case, second.pk, goal="new", new_goal="A dry home",
                     words="Mend the roof", who="other-partner", name="Ms Bright",
                     **date_boxes("due_on"))  # fmt: skip
    assert sent.status_code == 302
    agree = lead.open("plan-agree", case)
    assert "Finish the parenting course" in agree
    assert "Housing repairs" not in agree
    lead.send("plan-left-aside", case, third.pk, why="The school refers")
    _finish(world, second)
    page = lead.open("case-plan", case)
    assert page.count("Make it an action<") == 2
    for said in ("Put aside: The school refers", 'eh-plan__done">Done', "Left to be done by"):
        assert said in page


@arranged
def _finish(world: World, left: StepDownAction) -> None:
    action = Action.objects.get(takes_up=left)
    finish(action=action, by=world.practitioner, version=action.version)


def test_one_taken_out_of_the_plan_says_why_and_agreeing_is_not_held_back(world: World) -> None:
    plan: Any = agreed(world)
    first, *_ = stepped_down(world, plan)
    by = world.practitioner
    with acting_as(by):
        action = take_up(left=first, by=by, action=action_by(world), goal=goal_of(plan))
        drop(action=action, by=by, version=action.version, why="It is not wanted")
    page = Browser(by).open("case-plan", plan.case)
    assert ": It is not wanted" in page
