"""Opening a case again whose closing was wrong."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.context import reach_again
from audit.models import Stale
from audit.refusal import Refused, refuse_if
from cases.actions.leads.allocating import hand_to
from cases.actions.moving import move
from cases.actions.opening import CHECK_AFTER
from cases.actions.timing.clocks import start, stop_all
from cases.journey import Stage, Verb
from cases.models import Allocation, Case
from cases.queries.endings.sustained import standing_closure
from cases.rules.reopening import (
    ANOTHER,
    NO_LEAD,
    NO_REASON,
    reasons_against_reopening,
    stage_before,
)
from localities.calendar import add_working_days

BECAUSE = "since the case was opened again"
# What is due at the stage where the case goes on, besides the next TAF meeting.
CLOCKS = {
    Stage.WAITING: "allocation",
    Stage.ASSESSING: "assessment",
    Stage.PLANNING: "plan",
}


@transaction.atomic
def reopen(
    *,
    case: Case,
    by: Any,
    reason: str,
    lead: Any = None,
    version: int | None = None,
    on: date | None = None,
) -> Case:
    """Take a wrong closing back, as a manager. The case goes on where it left off, with `lead`, or
    waits for allocation where nobody led it; what falls due counts from now. The closure stays on
    record and is counted no more. The team, the next meeting and the family's link are not
    brought back: who was told that it closed is asked again.

    What other rooms bring back is named in settings.CASE_REOPENING_STEPS. Raises Refused with what
    stands in the way, Stale where the case has changed since `version`.
    """
    rows = Case.objects.select_for_update(of=("self",)).select_related("locality", "family")
    case = rows.get(pk=case.pk)
    if version is not None and case.version != version:
        raise Stale(case)
    closure, stage = standing_closure(case), stage_before(case)
    refuse_if(reasons_against_reopening(case, by, closure) + _missing(stage, reason, lead))
    assert closure is not None
    day = on or timezone.localdate()
    closure.reopened_on = day
    closure.save(update_fields=["reopened_on"])
    stop_all(case=case, on=day)
    _lead_no_more(case)
    _open(case, stage, by, reason.strip(), day)
    for step in settings.CASE_REOPENING_STEPS:
        import_string(step)(case=case, by=by, on=day, closed_on=closure.closed_on)
    if lead is not None:
        hand_to(case=case, lead=lead, by=by, note=reason.strip())
    _start_clocks(case, stage, day)
    return case


def _missing(stage: Stage, reason: str, lead: Any) -> list[str]:
    needs_lead = stage != Stage.WAITING and lead is None
    return [*([] if reason.strip() else [NO_REASON]), *([NO_LEAD] if needs_lead else [])]


def _lead_no_more(case: Case) -> None:
    """Who led when it closed reads a closed case, and this one is open again."""
    led = Allocation.objects.filter(case=case, end_reason=Allocation.EndReason.CLOSED)
    led.update(end_reason=Allocation.EndReason.REALLOCATED)
    reach_again()


def _open(case: Case, stage: Stage, by: Any, reason: str, day: date) -> None:
    try:
        with transaction.atomic():
            move(case=case, verb=Verb.REOPEN, by=by, on=day, reason=reason, to=stage)
    except IntegrityError as problem:
        if "one_live_case_per_family" in str(problem):
            raise Refused(ANOTHER) from None
        raise
    if stage == Stage.WAITING:
        case.change(check_on=add_working_days(day, CHECK_AFTER), minded_by=case.minded_by or by)


def _start_clocks(case: Case, stage: Stage, day: date) -> None:
    meeting = "review" if case.last_taf_on else "first_taf"
    key = CLOCKS.get(stage)
    if key and case.stage == stage:  # where a lead was named, allocating has begun what follows
        start(case=case, key=key, on=day, because=BECAUSE)
    start(case=case, key=meeting, on=day, because=BECAUSE)
