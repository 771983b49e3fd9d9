"""Ending a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.models import Stale
from audit.refusal import refuse_if
from cases.actions.leads.transferring import ended_by_closing
from cases.actions.moving import move
from cases.actions.sharing.withdrawing import answered_by_closing
from cases.actions.steps import disputing
from cases.actions.surgeries import putting_forward
from cases.actions.timing.clocks import Happening, happened, stop_all
from cases.actions.timing.moments import moment_on
from cases.closure_reasons import ClosureReason, group_of
from cases.journey import Verb
from cases.models import Allocation, Case, Closure, ClosureRequest, Need, NeedOutcome, TafMember
from cases.rules.blocking import blockers
from cases.rules.closing import Ending, reasons_against
from cases.rules.sustaining import NOT_LOOKED_AT


@transaction.atomic
def close_case(
    *,
    case: Case,
    by: Any,
    reason: str,
    outcomes: Mapping[int, tuple[str, str]],
    summary: str,
    family_view: str = "",
    child_view: str = "",
    stays_in_touch: str = "",
    may_ask: str = "",
    risk_check: str = "",
    asked_by: Any = None,
    version: int | None = None,
    on: date | None = None,
) -> Closure:
    """Close a case as its manager, for a reason, with what became of each need.

    `outcomes` holds the outcome and a note for each need's id. `asked_by` is who wrote it down,
    where that was somebody else. `version` is that of the case the page was drawn from. Raises
    Refused while something stands in the way, Stale where the case has changed since.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("locality").get(pk=case.pk)
    if version is not None and case.version != version:
        raise Stale(case)
    ending = Ending(reason, dict(outcomes), summary, family_view, stays_in_touch, risk_check)
    refuse_if(blockers(case, "close", by))
    refuse_if(reasons_against(case, ending))
    return end_case(
        case=case,
        by=by,
        verb=Verb.CLOSE,
        reason=reason,
        outcomes=outcomes,
        on=on,
        summary=summary,
        family_view=family_view,
        child_view=child_view,
        stays_in_touch=stays_in_touch,
        may_ask=may_ask,
        risk_check=risk_check,
        asked_by=asked_by,
    )


@transaction.atomic
def end_case(
    *,
    case: Case,
    by: Any,
    verb: Verb,
    reason: str,
    outcomes: Mapping[int, tuple[str, str]] | None = None,
    asked_by: Any = None,
    on: date | None = None,
    **words: str,
) -> Closure:
    """End a case without asking whether it may be: for verbs that have decided it themselves,
    such as recording social care's handover.

    What other rooms must end with the case is named in settings.CASE_CLOSING_STEPS.
    """
    day = on or timezone.localdate()
    for step in settings.CASE_CLOSING_STEPS:
        import_string(step)(case=case, by=by, on=day)
    closure = Closure.objects.create(
        case=case,
        closed_on=day,
        reason=reason,
        group=group_of(reason),
        closed_by=by,
        asked_by=asked_by,
        **words,
    )
    _write_outcomes(closure, outcomes or {})
    why = words.get("risk_check") or words.get("summary") or ClosureReason(reason).label
    answered_by_closing(case=case, by=by, why=why)
    ended_by_closing(case=case, by=by)
    putting_forward.ended_by_closing(case=case, by=by)
    disputing.ended_by_closing(case=case, by=by)
    _overtake(case, by)
    move(case=case, verb=verb, by=by, on=day, reason=ClosureReason(reason).label)
    # After the move: a lead who no longer led the case could not have changed it.
    _let_go(case, day)
    stop_all(case=case, on=day)
    if reason not in NOT_LOOKED_AT:
        happened(case=case, what=Happening.CASE_CLOSED, by=by, on=day)
    return closure


def _overtake(case: Case, by: Any) -> None:
    """A closing that waits for a manager waits no more: the case ends by this."""
    waiting = ClosureRequest.objects.filter(case=case, state=ClosureRequest.State.WAITING)
    for asked in waiting:
        asked.change(
            state=ClosureRequest.State.OVERTAKEN, answered_by=by, answered_at=timezone.now()
        )


def _write_outcomes(closure: Closure, outcomes: Mapping[int, tuple[str, str]]) -> None:
    needs = Need.objects.filter(case=closure.case_id, pk__in=outcomes)
    NeedOutcome.objects.bulk_create(
        NeedOutcome(
            closure=closure,
            case_id=closure.case_id,
            need=need,
            outcome=outcomes[need.pk][0],
            note=outcomes[need.pk][1],
        )
        for need in needs
        if outcomes[need.pk][0]
    )


def _let_go(case: Case, day: date) -> None:
    """The lead's work with the family ends, and everybody's around it."""
    Allocation.objects.filter(case=case, ended_at__isnull=True).update(
        ended_at=Greatest("started_at", moment_on(day)), end_reason=Allocation.EndReason.CLOSED
    )
    TafMember.objects.filter(case=case, left_on__isnull=True).update(
        left_on=Greatest("joined_on", day)
    )
