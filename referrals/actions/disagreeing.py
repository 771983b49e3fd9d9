"""“I disagree”: the resolution procedure, stage by stage. Safeguarding never waits for it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.posting import post
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.actions.clocks import in_force
from localities.calendar import add_working_days, due_date
from referrals.actions.returning import reopen
from referrals.blocking import blockers
from referrals.models import Decision, Disagreement, DisagreementStage

Outcome, Number = Disagreement.Outcome, DisagreementStage.Number

NO_REASON = "Write why you disagree."
NO_NAME = "Say who disagrees."
NO_OUTCOME = "Say how it ended."
NOT_SAID = "Write what was agreed, and why."
NO_NAMES = "Name who speaks for the other side."
ENDED = "This disagreement is settled."
LAST = "There is no higher stage: the heads of service settle it."
ONLY_DESK = "Only the early help desk or a manager settles a disagreement."
ONLY_MANAGER = "At this stage a manager settles it."
SUBJECT = "Somebody disagrees with a decision of yours"
TEXT = (
    "A professional disagrees with a decision you took on request {reference}. Talk to them within "
    "two working days. Sign in and open Disagreements."
)
FALLBACK = {Number.PRACTITIONERS: 2, Number.MANAGERS: 3, Number.HEADS: 5}  # working days


@transaction.atomic
def disagree(
    *,
    decision: Decision,
    why: str,
    by: Any,
    wanted: str = "",
    name: str = "",
    role: str = "",
    at: datetime | None = None,
) -> Disagreement:
    """Record that somebody who may know a decision disagrees with it: its first stage begins.

    `by` is None for a professional who is known by the code of their request; then `name` says
    who they are.
    """
    referral = decision.referral
    who = name.strip() or getattr(by, "name", "")
    refuse_if(blockers(referral, "disagree", by))
    refuse_if([said for said, given in ((NO_REASON, why), (NO_NAME, who)) if not given.strip()])
    moment = at or timezone.now()
    raised = Disagreement.objects.create(
        referral=referral,
        decision=decision,
        raised_by=by,
        raised_by_name=who,
        raised_by_role=role.strip(),
        why=why.strip(),
        wanted=wanted.strip(),
        raised_at=moment,
    )
    _begin(raised, Number.PRACTITIONERS, timezone.localdate(moment), decision.decided_by, who)
    _record(raised, "disagreement.raised", f"{who} disagrees with a decision", by, why)
    _tell_who_decided(raised, decision, by)
    return raised


@transaction.atomic
def escalate(
    *,
    disagreement: Disagreement,
    by: Any,
    note: str = "",
    ours: Any = None,
    their_name: str = "",
    at: datetime | None = None,
) -> Disagreement:
    """Take it a stage higher, by hand or, with `by` None, because the stage's time ran out."""
    locked = Disagreement.objects.select_for_update().get(pk=disagreement.pk)
    if by is not None:
        refuse_if(settle_blockers(locked, by))
    moment = at or timezone.now()
    stage = _running(locked)
    if stage.number == Number.HEADS:
        raise Refused(LAST)
    _end(stage, note, moment)
    next_ = Number(stage.number + 1)
    _begin(locked, next_, timezone.localdate(moment), ours, their_name)
    _record(locked, "disagreement.escalated", f"Now at stage {next_}: {next_.label}", by, note)
    return locked


@transaction.atomic
def name_who_talks(
    *, disagreement: Disagreement, ours: Any, their_name: str, by: Any
) -> Disagreement:
    """Say who settles the present stage, on both sides."""
    locked = Disagreement.objects.select_for_update().get(pk=disagreement.pk)
    refuse_if(settle_blockers(locked, by))
    refuse_if([] if their_name.strip() else [NO_NAMES])
    stage = _running(locked)
    stage.ours, stage.their_name = ours, their_name.strip()
    stage.save(update_fields=["ours", "their_name"])
    said = f"Stage {stage.number}: {ours.name if ours else 'the desk'} and {their_name.strip()}"
    _record(locked, "disagreement.named", said, by, "")
    return locked


@transaction.atomic
def settle(
    *, disagreement: Disagreement, outcome: str, settled: str, by: Any, at: datetime | None = None
) -> Disagreement:
    """End it: the decision stands, is to be taken again, or the disagreement is withdrawn."""
    locked = Disagreement.objects.select_for_update().get(pk=disagreement.pk)
    refuse_if(settle_blockers(locked, by))
    refuse_if([] if outcome in Outcome.values else [NO_OUTCOME])
    refuse_if([] if settled.strip() else [NOT_SAID])
    moment = at or timezone.now()
    _end(_running(locked), settled, moment)
    locked.outcome, locked.settled = outcome, settled.strip()
    locked.ended_at, locked.ended_by = moment, by
    locked.save(update_fields=["outcome", "settled", "ended_at", "ended_by"])
    if outcome == Outcome.CHANGED and locked.decision.superseded_at is None:
        reopen(locked.decision, by, settled.strip(), moment)
    said = f"Disagreement settled: {locked.get_outcome_display().lower()}"
    _record(locked, "disagreement.settled", said, by, settled)
    return locked


def escalate_what_is_late(*, at: datetime | None = None) -> int:
    """Take every stage whose time ran out a stage higher. How many there were."""
    today = timezone.localdate(at)
    late = DisagreementStage.objects.filter(
        ended_at__isnull=True, due_on__lt=today, number__lt=Number.HEADS
    ).select_related("disagreement")
    for stage in late:
        escalate(disagreement=stage.disagreement, by=None, note="Its time ran out.", at=at)
    return len(late)


def settle_blockers(disagreement: Disagreement, by: Any) -> list[str]:
    """Why `by` cannot move or end this disagreement now."""
    if disagreement.ended_at:
        return [ENDED]
    if not (may(by, May.DECIDE) or may(by, May.ALLOCATE)):
        return [ONLY_DESK]
    above = _running(disagreement).number > Number.PRACTITIONERS
    return [ONLY_MANAGER] if above and not may(by, May.ALLOCATE) else []


def _tell_who_decided(raised: Disagreement, decision: Decision, by: Any) -> None:
    if decision.decided_by.is_active and decision.decided_by != by:
        text = TEXT.format(reference=raised.referral.reference)
        to = [decision.decided_by.email]
        post(to=to, subject=SUBJECT, text=text, by=by, key=f"disagreement {raised.pk}")


def _running(disagreement: Disagreement) -> DisagreementStage:
    return DisagreementStage.objects.get(disagreement=disagreement, ended_at__isnull=True)


def _begin(
    disagreement: Disagreement,
    number: DisagreementStage.Number,
    day: date,
    ours: Any,
    their_name: str,
) -> None:
    DisagreementStage.objects.create(
        disagreement=disagreement,
        number=number,
        started_on=day,
        due_on=_due(number, day),
        ours=ours,
        their_name=their_name.strip(),
    )


def _due(number: DisagreementStage.Number, day: date) -> date:
    timescale = in_force(day).filter(key=f"disagreement_{number}").first()
    return due_date(timescale, day) if timescale else add_working_days(day, FALLBACK[number])


def _end(stage: DisagreementStage, note: str, moment: datetime) -> None:
    stage.ended_at, stage.note = moment, note.strip()
    stage.save(update_fields=["ended_at", "note"])


def _record(raised: Disagreement, verb: str, said: str, by: Any, reason: str) -> None:
    record(verb, raised, said, by=by, reason=reason.strip(), family_id=raised.referral.family_id)
