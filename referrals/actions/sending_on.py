"""Sending a request on to the council in whose area the family lives."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.actions.leads.sending_on import ALREADY, as_sent, ask_for_receipt, write_answer
from referrals.models import Referral, RequestSentOn
from referrals.rules.blocking import screener, undecided


@transaction.atomic
def send_request_on(
    *, referral: Referral, by: Any, to: Mapping[str, Any], why: str
) -> RequestSentOn:
    """Hand a request to another council. It waits here, with its clock, until they answer.

    `to`: council, or council_name with secure_email or phone; and how they were told.
    """
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(reasons_against(locked, by))
    sent = RequestSentOn.objects.create(referral=locked, **as_sent(to, why=why, by=by))
    said = f"Sent on to {sent.council_name}"
    record("request.sent_on", locked, said, by=by, reason=why, family_id=locked.family_id)
    ask_for_receipt(sent, locked.reference, by=by)
    return sent


@transaction.atomic
def answer_for_request(*, sent: RequestSentOn, by: Any, answer: str, **said: Any) -> RequestSentOn:
    """Write down the other council's receipt or refusal: who gave it, and when."""
    locked = Referral.objects.select_for_update().get(pk=sent.referral_id)
    refuse_if([reason] if (reason := screener(locked, by)) else [])
    sent = write_answer(sent, by=by, answer=answer, **said)
    words = f"{sent.council_name}: {sent.get_answer_display().lower()} ({sent.answered_by})"
    record(
        "request.sent_on_answered",
        locked,
        words,
        by=by,
        reason=sent.answer_words,
        family_id=locked.family_id,
    )
    return sent


def reasons_against(referral: Referral, by: Any) -> list[str]:
    """Why a request cannot be sent on now."""
    found = [rule(referral, by) for rule in (screener, undecided)]
    if RequestSentOn.objects.filter(referral=referral, answer="").exists():
        found.append(ALREADY)
    return [reason for reason in found if reason]
