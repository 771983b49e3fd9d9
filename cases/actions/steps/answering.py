"""What social care answered to a step-up, and how the family then went over or came back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused, refuse_if
from cases.actions.endings.closing import end_case
from cases.actions.moving import move
from cases.actions.steps.stepping_down import note_step_down
from cases.actions.steps.stepping_up import in_state, note, tell_whoever_asked
from cases.actions.timing.clocks import Happening, happened, no_longer_waits_for
from cases.actions.timing.holding_up import go_on_after_rest
from cases.closure_reasons import ClosureReason
from cases.journey import Stage, Verb
from cases.models import Allocation, Case, Closure, StepUp
from cases.rules.blocking import blockers
from cases.rules.stepping_up import NOBODY, unsaid_of_returning

State = StepUp.State

LEFT_AT = "stage_when_accepted"  # in the pack: where the case goes on if it is handed back


@transaction.atomic
def accepted(
    *, step_up: StepUp, by: Any, answer_by: str, version: int, at: datetime | None = None
) -> StepUp:
    """Record that social care accepts. The case stays open, with social care, until a handover."""
    step_up = in_state(step_up, State.SENT)
    refuse_if(blockers(step_up.case, "answer_step_up", by))
    refuse_if(_nobody(answer_by))
    moment = at or timezone.now()
    step_up.change(
        expected=version,
        state=State.ACCEPTED,
        answered_at=moment,
        answer_by=answer_by,
        pack=step_up.pack | {LEFT_AT: step_up.case.stage},
    )
    note(step_up, "step_up.accepted", f"Social care accepts ({answer_by})", by)
    day = timezone.localdate(moment)
    happened(case=step_up.case, what=Happening.STEP_UP_ANSWERED, by=by, on=day)
    happened(case=step_up.case, what=Happening.STEP_UP_ACCEPTED, by=by, on=day)
    move(case=step_up.case, verb=Verb.STEP_UP, by=by, on=day)
    tell_whoever_asked(step_up, by)
    return step_up


@transaction.atomic
def returned(
    *,
    step_up: StepUp,
    by: Any,
    answer_by: str,
    reason: str,
    version: int,
    at: datetime | None = None,
) -> StepUp:
    """Record that social care returns the step-up, and why. The case goes on where it is."""
    step_up = in_state(step_up, State.SENT)
    refuse_if(blockers(step_up.case, "answer_step_up", by))
    refuse_if(_nobody(answer_by))
    refuse_if(unsaid_of_returning(reason))
    moment = at or timezone.now()
    step_up.change(
        expected=version,
        state=State.RETURNED,
        answered_at=moment,
        answer_by=answer_by,
        answer_reason=reason,
    )
    note(step_up, "step_up.returned", f"Returned by social care ({answer_by})", by, reason)
    day = timezone.localdate(moment)
    happened(case=step_up.case, what=Happening.STEP_UP_ANSWERED, by=by, on=day)
    no_longer_waits_for(case=step_up.case, what=Happening.PACK_COMPLETED, on=day)
    tell_whoever_asked(step_up, by)
    return step_up


@transaction.atomic
def handed_over(
    *, step_up: StepUp, by: Any, handover_note: str, version: int, on: date | None = None
) -> Closure:
    """Record that social care has taken the family over: who leads, when it began. The early
    help case closes, stepped up."""
    step_up = in_state(step_up, State.ACCEPTED)
    refuse_if(blockers(step_up.case, "hand_over", by))
    if not handover_note.strip():
        raise Refused("Write who in social care leads from now on, and how the family was told.")
    day = on or timezone.localdate()
    step_up.change(
        expected=version, state=State.HANDED_OVER, handed_over_on=day, handover_note=handover_note
    )
    note(step_up, "step_up.handed_over", "Handover to social care recorded", by, handover_note)
    happened(case=step_up.case, what=Happening.HANDED_OVER, by=by, on=day)
    return end_case(
        case=step_up.case,
        by=by,
        verb=Verb.HAND_OVER,
        reason=ClosureReason.STEPPED_UP,
        on=day,
        summary=handover_note,
    )


@transaction.atomic
def came_back(
    *,
    step_up: StepUp,
    by: Any,
    reason: str,
    version: int,
    worker: str = "",
    last_meeting_on: date | None = None,
    closes_on: date | None = None,
    left: Iterable[str] = (),
    on: date | None = None,
) -> Case:
    """Record that social care hands the family back after accepting. The case goes on where it
    left off, with what was due then and as many days for it as were left. The handover is a
    step-down like any other: `worker` hands over (else whoever accepted), and each thing `left` to
    be done waits for the plan."""
    step_up = in_state(step_up, State.ACCEPTED)
    refuse_if(blockers(step_up.case, "hand_over", by))
    if not reason.strip():
        raise Refused("Write why social care hands the family back, and what is outstanding.")
    step_up.change(expected=version, state=State.CAME_BACK, handover_note=reason)
    note(step_up, "step_up.came_back", "Handed back by social care", by, reason)
    day = on or timezone.localdate()
    happened(case=step_up.case, what=Happening.HANDED_OVER, by=by, on=day)
    no_longer_waits_for(case=step_up.case, what=Happening.PACK_COMPLETED, on=day)
    go_on_after_rest(case=step_up.case, since=_accepted_on(step_up, day), on=day)
    target = stage_to_return_to(step_up)
    case = move(case=step_up.case, verb=Verb.COME_BACK, by=by, on=day, reason=reason, to=target)
    note_step_down(
        case=case,
        by=by,
        social_care_worker=worker or step_up.answer_by,
        actions=[{"what": what} for what in left],
        last_meeting_on=last_meeting_on,
        closes_on=closes_on,
        on=day,
        reason=reason,
    )
    return case


def stage_to_return_to(step_up: StepUp) -> Stage:
    """Where the case was when social care accepted; where that is not known, what its dates say."""
    case = step_up.case
    if LEFT_AT in step_up.pack:
        return Stage(step_up.pack[LEFT_AT])
    if not Allocation.objects.filter(case=case, ended_at__isnull=True).exists():
        return Stage.WAITING
    if case.plan_agreed_on:
        return Stage.SUPPORTING
    return Stage.PLANNING if case.eha_signed_off_on else Stage.ASSESSING


def _accepted_on(step_up: StepUp, day: date) -> date:
    return timezone.localdate(step_up.answered_at) if step_up.answered_at else day


def _nobody(answer_by: str) -> list[str]:
    return [] if answer_by.strip() else [NOBODY]
