"""What social care left to be done: made an action of the family's plan, or set aside."""

from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions.doing import NewAction, add_action
from assessments.actions.keeping import locked_case
from assessments.actions.planning import add_goal
from assessments.blocking import blockers
from assessments.models import Action, Goal, StepDownSetAside
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import Case, Need, StepDownAction

TAKEN = "This is an action of the plan already. Reload the page."


class NewGoal(NamedTuple):
    """A goal that is written down together with the first thing done for it."""

    words: str
    need: Need | None = None


@transaction.atomic
def take_up(*, left: StepDownAction, by: Any, action: NewAction, goal: Goal | NewGoal) -> Action:
    """Make something social care left an action, under a goal of the plan or a new one.

    Raises Refused where it is taken up already, by whoever was quicker too.
    """
    case = _case_to_change(left, by)
    if isinstance(goal, NewGoal):
        goal = add_goal(case=case, by=by, words=goal.words, need=goal.need)
    try:
        with transaction.atomic():
            return add_action(goal=goal, by=by, action=action, takes_up=left)
    except IntegrityError:  # by an action that `by` may not read
        raise Refused(TAKEN) from None


@transaction.atomic
def set_left_aside(*, left: StepDownAction, by: Any, why: str) -> StepDownSetAside:
    """Say why the plan does not take up something social care left."""
    case = _case_to_change(left, by)
    if not why.strip():
        raise Refused("Say why the plan does not take this up.")
    aside, _ = StepDownSetAside.objects.update_or_create(
        left=left,
        defaults={"case": case, "why": why.strip(), "by": by, "at": timezone.now()},
    )
    record(
        "plan.left_set_aside",
        aside,
        f"Left by social care and not taken up: {left.what}"[:500],
        by=by,
        case_id=case.pk,
        family_id=case.family_id,
        reason=why.strip(),
    )
    return aside


def _case_to_change(left: StepDownAction, by: Any) -> Case:
    case = locked_case(left.case)
    refuse_if(blockers(case, "change_plan", by))
    if Action.objects.filter(takes_up=left).exists():
        raise Refused(TAKEN)
    return case
