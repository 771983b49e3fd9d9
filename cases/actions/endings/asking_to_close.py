"""Asking a manager to authorise the closing of a case, and their answer."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.models import Stale
from audit.refusal import Reason, Refused, refuse_if
from cases.actions.endings.closing import close_case
from cases.actions.timing.clocks import Happening, end, happened, no_longer_waits_for
from cases.closure_reasons import ClosureReason
from cases.models import Case, Closure, ClosureRequest
from cases.rules.blocking import blockers
from cases.rules.closing import Ending, unsaid

State = ClosureRequest.State


@transaction.atomic
def ask_to_close(
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
    version: int | None = None,
) -> ClosureRequest:
    """Write down how a case ends and ask its manager to authorise it. Until they do, everything
    goes on. Raises Refused while something stands in the way, Stale where the case has changed."""
    case = Case.objects.select_for_update(of=("self",)).select_related("locality").get(pk=case.pk)
    if version is not None and case.version != version:
        raise Stale(case)
    refuse_if(blockers(case, "ask_to_close", by))
    refuse_if(unsaid(case, Ending(reason, dict(outcomes), summary, family_view, stays_in_touch)))
    asked = ClosureRequest.objects.create(
        case=case,
        reason=reason,
        outcomes={str(need): list(outcome) for need, outcome in outcomes.items()},
        summary=summary,
        family_view=family_view,
        child_view=child_view,
        stays_in_touch=stays_in_touch,
        may_ask=may_ask,
        asked_by=by,
        asked_at=timezone.now(),
    )
    happened(case=case, what=Happening.CLOSING_ASKED, by=by, on=timezone.localdate())
    _note(asked, "closure.asked", f"Closing asked for: {ClosureReason(reason).label}", by)
    return asked


@transaction.atomic
def authorise(
    *, asked: ClosureRequest, by: Any, version: int, risk_check: str = "", words: str = ""
) -> Closure:
    """Close the case with what its lead wrote, as its manager. Raises Refused where something
    came in the way since, such as a step-up or a need that has no outcome yet."""
    asked = _waiting(asked)
    asked.change(
        expected=version,
        state=State.AUTHORISED,
        words=words,
        answered_by=by,
        answered_at=timezone.now(),
    )
    end(case=asked.case, key="closing", by=by, on=timezone.localdate())
    return close_case(
        case=asked.case,
        by=by,
        asked_by=asked.asked_by,
        reason=asked.reason,
        outcomes=outcomes_of(asked),
        summary=asked.summary,
        family_view=asked.family_view,
        child_view=asked.child_view,
        stays_in_touch=asked.stays_in_touch,
        may_ask=asked.may_ask,
        risk_check=risk_check,
    )


@transaction.atomic
def send_back(*, asked: ClosureRequest, by: Any, words: str, version: int) -> ClosureRequest:
    """Not authorise a closing, saying what is missing. The case goes on."""
    asked = _waiting(asked)
    refuse_if(blockers(asked.case, "send_back_closing", by))
    if not words.strip():
        raise Refused(Reason("Say what is missing before the case can close.", about="words"))
    moment = timezone.now()
    asked.change(
        expected=version, state=State.SENT_BACK, words=words, answered_by=by, answered_at=moment
    )
    day = timezone.localdate(moment)
    happened(case=asked.case, what=Happening.CLOSING_SENT_BACK, by=by, on=day)
    _note(asked, "closure.sent_back", "Closing not authorised", by, words)
    return asked


@transaction.atomic
def take_back(*, asked: ClosureRequest, by: Any, version: int) -> ClosureRequest:
    """Not ask any more, because the work goes on."""
    asked = _waiting(asked)
    refuse_if(blockers(asked.case, "take_back_closing", by))
    moment = timezone.now()
    asked.change(expected=version, state=State.TAKEN_BACK, answered_by=by, answered_at=moment)
    day = timezone.localdate(moment)
    no_longer_waits_for(case=asked.case, what=Happening.CLOSING_SENT_BACK, on=day)
    _note(asked, "closure.taken_back", "Closing no longer asked for", by)
    return asked


def outcomes_of(asked: ClosureRequest) -> dict[int, tuple[str, str]]:
    """What became of each need, as the lead wrote it: outcome and note by the need's id."""
    return {int(need): (outcome, note) for need, (outcome, note) in asked.outcomes.items()}


def _waiting(asked: ClosureRequest) -> ClosureRequest:
    """The request and its case, locked; Refused where it has been answered."""
    Case.objects.select_for_update().get(pk=asked.case_id)
    locked = ClosureRequest.objects.select_related("case__locality", "asked_by").get(pk=asked.pk)
    if locked.state != State.WAITING:
        raise Refused(f"This closing is now at “{locked.get_state_display()}”.")
    return locked


def _note(asked: ClosureRequest, verb: str, summary: str, by: Any, reason: str = "") -> None:
    case = asked.case
    record(verb, asked, summary, by=by, case_id=case.pk, family_id=case.family_id, reason=reason)
