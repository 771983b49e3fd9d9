"""Bringing a request back to the desk: from or before a panel, or because its decision was
overturned."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import refuse_if
from referrals.actions.clock import due_at
from referrals.actions.telling.of_overturning import tell_who_decided
from referrals.models import Decision, Referral
from referrals.rules.blocking import blockers
from referrals.stages import Stage

NO_REASON = "Write why the desk decides instead."
NO_MISTAKE = "Write what the mistake was."
REPLACED = "This decision does not stand any more."


@transaction.atomic
def return_from_panel(
    *, referral: Referral, reason: str, by: Any, at: datetime | None = None
) -> Referral:
    """A panel does not decide: the request is the desk's again, with one working day."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(blockers(locked, "return_from_panel", by))
    refuse_if([] if reason.strip() else [NO_REASON])
    _to_the_desk(locked, Referral.Returned.FROM_PANEL, at or timezone.now())
    record("request.returned", locked, "Back from the panel", by=by, reason=reason.strip())
    return locked


@transaction.atomic
def take_back(*, referral: Referral, reason: str, by: Any, at: datetime | None = None) -> Referral:
    """The desk decides after all, before a panel has it on its agenda."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(blockers(locked, "take_back", by))
    refuse_if([] if reason.strip() else [NO_REASON])
    _to_the_desk(locked, Referral.Returned.TAKEN_BACK, at or timezone.now())
    said = "Taken back before a panel met"
    record("request.taken_back", locked, said, by=by, reason=reason.strip())
    return locked


@transaction.atomic
def take_decision_back(
    *, decision: Decision, reason: str, by: Any, at: datetime | None = None
) -> Referral:
    """A decision was a mistake: the wrong box, the wrong child. It stands no more, stays on record
    with the reason, and the desk decides again within one working day. Whoever sent the request is
    told what is decided then. A case that was opened goes on until a manager closes it."""
    locked = Referral.objects.select_for_update().get(pk=decision.referral_id)
    refuse_if(blockers(locked, "correct", by))
    refuse_if([] if reason.strip() else [NO_MISTAKE])
    moment = at or timezone.now()
    standing = Decision.objects.filter(pk=decision.pk, superseded_at__isnull=True)
    refuse_if([] if standing.update(superseded_at=moment) else [REPLACED])
    _to_the_desk(locked, Referral.Returned.CORRECTED, moment)
    record(
        "request.corrected",
        locked,
        f"A mistake, taken back: {decision.get_outcome_display().lower()}",
        by=by,
        case_id=decision.case_id,
        family_id=locked.family_id,
        reason=reason.strip(),
        decision=decision.pk,
    )
    return locked


def reopen(decision: Decision, by: Any, reason: str, moment: datetime) -> Referral:
    """What was decided stands no more, and stays on record. The desk decides again, within one
    working day, and whoever decided is told. A case that was opened goes on meanwhile: nobody is
    dropped."""
    locked = Referral.objects.select_for_update().get(pk=decision.referral_id)
    Decision.objects.filter(pk=decision.pk).update(superseded_at=moment, overturned_at=moment)
    if locked.stage == Stage.DECIDED:
        _to_the_desk(locked, Referral.Returned.OVERTURNED, moment)
    record(
        "request.overturned",
        locked,
        f"Overturned: {decision.get_outcome_display().lower()}",
        by=by,
        case_id=decision.case_id,
        family_id=locked.family_id,
        reason=reason,
        decision=decision.pk,
    )
    tell_who_decided(decision, by)
    return locked


def _to_the_desk(referral: Referral, why: str, moment: datetime) -> None:
    referral.change(
        stage=Stage.SCREENING,
        returned=why,
        decided_at=None,
        due_at=due_at(moment),
        taken_by=None,
        taken_at=None,
    )
