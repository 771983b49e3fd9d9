"""The actions of a plan: who does what by when, and what came of it."""

from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.actions.keeping import locked_case, locked_plan
from assessments.blocking import plan_blockers, ticking_blockers
from assessments.models import Action, Goal, Review
from assessments.queries.owners import kind_at
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import Case, Person, StepDownAction


class NewAction(NamedTuple):
    """Who does what by when, as it is written down."""

    words: str
    owner_kind: str
    owner_name: str
    due_on: date
    owner_user_id: int | None = None
    service_id: int | None = None  # an entry of the directory


@transaction.atomic
def add_action(
    *,
    goal: Goal,
    by: Any,
    action: NewAction,
    takes_up: StepDownAction | None = None,
    agreed_at: Review | None = None,
) -> Action:
    """Add an action to a goal; it may take up something social care left to be done, or be what a
    meeting agreed."""
    _refuse_change(goal, by)
    added = Action.objects.create(
        goal=goal,
        case_id=goal.case_id,
        takes_up=takes_up,
        agreed_at=agreed_at,
        **_facts(action),
    )
    _record("plan.action_added", added, f"Action added: {added.words}", by)
    return added


@transaction.atomic
def change_action(*, action: Action, by: Any, version: int, to: NewAction) -> Action:
    """Change who does what by when. Raises Stale where it has changed since `version`."""
    _refuse_change(action.goal, by)
    _refuse_ended(action)
    action.change(expected=version, **_facts(to))
    _record("plan.action_changed", action, f"Action changed: {action.words}", by)
    return action


@transaction.atomic
def finish(
    *, action: Action, by: Any, version: int, result: str = "", on: date | None = None
) -> Action:
    """Tick an action: done on a day, with what came of it."""
    action.case = locked_case(action.case)
    refuse_if(ticking_blockers(action, by))
    return mark_done(action=action, by=by, version=version, result=result, on=on)


@transaction.atomic
def mark_done(
    *, action: Action, by: Any, version: int, result: str = "", on: date | None = None
) -> Action:
    """Tick an action without asking whether `by` may: for verbs that have decided it themselves,
    such as recording the meeting at which it was found done."""
    _refuse_ended(action)
    day = on or timezone.localdate()
    action.change(expected=version, done_on=day, result=result.strip())
    _record("plan.action_done", action, f"Done: {action.words}", by, result.strip())
    return action


@transaction.atomic
def drop(*, action: Action, by: Any, version: int, why: str, on: date | None = None) -> Action:
    """Take an action out of the plan, saying why. It stays readable."""
    _refuse_change(action.goal, by)
    _refuse_ended(action)
    if not why.strip():
        raise Refused("Say why this action is taken out of the plan.")
    day = on or timezone.localdate()
    action.change(expected=version, dropped_on=day, result=why.strip())
    _record("plan.action_dropped", action, f"Taken out: {action.words}", by, why.strip())
    return action


def end_those_for(case: Case, person: Person, by: Any, why: str) -> None:
    """Take open actions for a need of somebody who has died out of the plan: nobody is asked for
    them now. Named in settings.PERSON_STEPS."""
    if not person.died_on:
        return
    theirs = Action.objects.filter(case=case, goal__need__person=person, done_on=None)
    for action in theirs.filter(dropped_on=None).select_related("goal__plan").order_by("pk"):
        action.change(dropped_on=timezone.localdate(), result=why)
        _record("plan.action_dropped", action, f"Taken out: {action.words}", by, why)


def hand_on(case: Case, leaver: User, lead: User, by: Any) -> None:
    """Give what somebody who leaves was to do for this family to whoever leads it now. Named in
    settings.CASE_HANDING_OVER_STEPS."""
    theirs = Action.objects.filter(case=case, owner_user=leaver, done_on=None, dropped_on=None)
    for action in theirs.select_related("goal__plan").order_by("pk"):
        action.change(owner_kind=kind_at(lead.agency), owner_name=lead.name, owner_user_id=lead.pk)
        said = f"{lead.name} does this in place of {leaver.name}: {action.words}"
        _record("plan.action_changed", action, said, by)


def _facts(action: NewAction) -> dict[str, Any]:
    facts = action._asdict()
    return facts | {name: facts[name].strip() for name in ("words", "owner_name")}


def _refuse_change(goal: Goal, by: Any) -> None:
    refuse_if(plan_blockers(locked_plan(goal.plan), by))


def _refuse_ended(action: Action) -> None:
    if not action.is_open:
        raise Refused("This action is no longer open. Add a new one if there is more to do.")


def _record(verb: str, action: Action, said: str, by: Any, reason: str = "") -> None:
    record(
        verb,
        action,
        said[:500],
        by=by,
        case_id=action.case_id,
        family_id=action.goal.plan.family_id,
        reason=reason,
    )
