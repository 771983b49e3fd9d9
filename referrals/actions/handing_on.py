"""What a request of another kind leaves in the case that was opened for it, or added to."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.actions.steps.stepping_down import note_step_down
from cases.models import Document
from referrals.actions.accepting import Accepted
from referrals.actions.withholding import keep_from_whom_it_names
from referrals.models import Referral

Kind = Referral.Kind


def hand_on(*, referral: Referral, accepted: Accepted, by: Any, at: datetime) -> None:
    """Called in the transaction that accepted the request."""
    if referral.kind == Kind.STEP_DOWN:
        _what_is_outstanding(referral, accepted, by, at)
    elif referral.kind == Kind.NOTIFICATION:
        keep_from_whom_it_names(referral=referral, case=accepted.case, note=accepted.note, by=by)


def _what_is_outstanding(referral: Referral, accepted: Accepted, by: Any, at: datetime) -> None:
    said = referral.step_down
    note_step_down(
        case=accepted.case,
        by=by,
        social_care_worker=_whom_to_ask(said),
        actions=referral.outstanding.values("what", "who", "by_when"),
        plan=said.plan,
        last_meeting_on=said.last_meeting_on,
        closes_on=said.closes_on,
        on=timezone.localdate(at),
        reason=referral.worries,
    )
    Document.objects.bulk_create(
        Document(
            case=accepted.case,
            title=file.title,
            original_name=file.original_name,
            kind=file.kind,
            size=file.size,
            sha256=file.sha256,
            stored_as=file.stored_as,
            note=f"Came with the step-down {referral.reference}",
            added_at=file.added_at,
            added_by_id=file.added_by_id,
        )
        for file in referral.files.all()
    )


def _whom_to_ask(said: Any) -> str:
    parts = [said.social_worker, said.social_worker_phone, said.social_worker_email]
    return ", ".join(part for part in parts if part)[:200]
