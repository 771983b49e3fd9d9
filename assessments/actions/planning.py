"""Writing the family's one plan: goals, the needs they answer, agreement, the end."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assessments.actions.assessing import end_unfinished
from assessments.actions.doing import NewAction, add_action
from assessments.actions.inviting import call_off_with_case
from assessments.actions.keeping import locked_case, locked_plan, stamp
from assessments.blocking import blockers, plan_blockers
from assessments.models import Goal, NeedSetAside, Plan
from assessments.queries.plan import title_of
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.actions.contacting import reached
from cases.actions.moving import move
from cases.actions.timing.clocks import Happening, happened
from cases.journey import Verb
from cases.models import Case, Need

OPENING, CLOSING = set('“„"'), set('”“"')  # marks of what somebody says


@transaction.atomic
def add_goal(
    *,
    case: Case,
    by: Any,
    words: str,
    need: Need | None = None,
    actions: Iterable[NewAction] = (),
    on: date | None = None,
) -> Goal:
    """Add a goal in the family's words, with the actions that lead to it."""
    day = on or timezone.localdate()
    plan = _plan_to_change(case, by, day)
    _refuse_strange_need(plan, need)
    last = plan.goals.aggregate(last=Max("order"))["last"] or 0
    goal = Goal.objects.create(
        plan=plan, case_id=plan.case_id, need=need, words=said_bare(words), order=last + 1
    )
    _record("plan.goal_added", goal, f"Goal added: {goal.words}", plan, by)
    for action in actions:
        add_action(goal=goal, by=by, action=action)
    return goal


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    by: Any,
    version: int,
    words: str,
    need: Need | None = None,
    reached_on: date | None = None,
) -> Goal:
    """Change a goal, or say when it was reached. Raises Stale where it has changed since."""
    plan = locked_plan(goal.plan)
    refuse_if(plan_blockers(plan, by))
    _refuse_strange_need(plan, need)
    was_reached = goal.reached_on
    goal.change(expected=version, words=said_bare(words), need=need, reached_on=reached_on)
    said = "Goal reached" if reached_on and not was_reached else "Goal changed"
    _record("plan.goal_changed", goal, f"{said}: {goal.words}", plan, by)
    return goal


@transaction.atomic
def set_need_aside(
    *, case: Case, need: Need, by: Any, why: str, on: date | None = None
) -> NeedSetAside:
    """Say why a need has no goal in the plan."""
    plan = _plan_to_change(case, by, on or timezone.localdate())
    _refuse_strange_need(plan, need)
    aside, _ = NeedSetAside.objects.update_or_create(
        plan=plan,
        need=need,
        defaults={"case_id": plan.case_id, "why": why.strip(), "by": by, "at": timezone.now()},
    )
    said = f"“{title_of(need)}” has no goal in the plan"
    _record("plan.need_set_aside", aside, said, plan, by, why.strip())
    return aside


@transaction.atomic
def agree(
    *,
    case: Case,
    by: Any,
    agreed_with: str,
    contact_every: int | None = None,
    version: int | None = None,
    on: date | None = None,
) -> Plan:
    """Record that the family agreed the plan: it is lived by from now on, and they were reached.

    `contact_every`: how many weeks at most are to lie between contacts; six where it is not said.
    `version` is that of the plan the page was drawn from. Raises Refused with what the plan
    lacks.
    """
    day = on or timezone.localdate()
    case = locked_case(case)
    refuse_if(blockers(case, "agree_plan", by))
    if not agreed_with.strip():
        raise Refused("Say who of the family agreed the plan.")
    plan = case.plans.select_for_update().exclude(state=Plan.State.ENDED).get()
    plan.change(
        expected=version, state=Plan.State.LIVE, agreed_on=day, agreed_with=agreed_with.strip()
    )
    _record("plan.agreed", plan, f"Plan agreed with {plan.agreed_with}", plan, by)
    stamp(case, contact_every=contact_every)
    move(case=case, verb=Verb.AGREE_PLAN, by=by, on=day)
    happened(case=case, what=Happening.PLAN_AGREED, by=by, on=day)
    reached(locked_case(case), by, day)
    return plan


def end_plan(case: Case, by: Any, on: date) -> None:
    """A step of closing a case: its plan ends, and an assessment in progress and the next meeting
    with it."""
    end_unfinished(case, by, on)
    call_off_with_case(case, by)
    for plan in case.plans.select_for_update().exclude(state=Plan.State.ENDED):
        plan.change(state=Plan.State.ENDED, ended_on=on)
        _record("plan.ended", plan, "Plan ended", plan, by)


def said_bare(words: str) -> str:
    """The family's words without the marks somebody put round all of them: pages put them there."""
    bare = words.strip()
    marked = len(bare) > 2 and bare[0] in OPENING and bare[-1] in CLOSING
    inner = bare[1:-1].strip()
    return inner if marked and inner and not set(inner) & (OPENING | CLOSING) else bare


def _plan_to_change(case: Case, by: Any, day: date) -> Plan:
    case = locked_case(case)
    refuse_if(blockers(case, "change_plan", by))
    plan = case.plans.select_for_update().exclude(state=Plan.State.ENDED).first()
    return plan or Plan.objects.create(case=case, family_id=case.family_id, started_on=day)


def _refuse_strange_need(plan: Plan, need: Need | None) -> None:
    if need is not None and need.case_id != plan.case_id:
        raise Refused("This need belongs to another case. Choose one of this family.")


def _record(verb: str, subject: Any, said: str, plan: Plan, by: Any, reason: str = "") -> None:
    record(
        verb,
        subject,
        said[:500],
        by=by,
        case_id=plan.case_id,
        family_id=plan.family_id,
        reason=reason,
    )
