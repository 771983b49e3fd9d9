"""“I disagree”: the resolution procedure, stage by stage. Safeguarding never waits for it."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from localities.resolution import Stage, stage_ends
from referrals.actions.returning import reopen
from referrals.actions.telling.of_disagreements import (
    tell_it_is_settled,
    tell_the_next,
    tell_who_decided,
    tell_who_speaks,
)
from referrals.models import Decision, Disagreement, DisagreementStage
from referrals.rules.blocking import blockers

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
MOVED_ON = "It is at stage {number} now: {label}. Read what was said, then say what happens."


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
    day = timezone.localdate(moment)
    stage = _begin(raised, Number.PRACTITIONERS, day, decision.decided_by, who)
    _record(raised, "disagreement.raised", f"{who} disagrees with a decision", by, why)
    tell_who_decided(raised, stage, by)
    return raised


@transaction.atomic
def escalate(
    *,
    disagreement: Disagreement,
    by: Any,
    note: str = "",
    ours: Any = None,
    their_name: str = "",
    from_stage: int | None = None,
    at: datetime | None = None,
) -> Disagreement:
    """Take it a stage higher, by hand or, with `by` None, because the stage's time ran out.

    `from_stage` is the stage it was thought to be at: two who press at once skip none. Whose turn
    it is now is told, and whoever disagrees.
    """
    locked = Disagreement.objects.select_for_update().get(pk=disagreement.pk)
    refuse_if(settle_blockers(locked, by) if by is not None else ended(locked))
    moment = at or timezone.now()
    stage = _at(locked, from_stage)
    if stage.number == Number.HEADS:
        raise Refused(LAST)
    _end(stage, note, moment)
    next_ = Number(stage.number + 1)
    begun = _begin(locked, next_, timezone.localdate(moment), ours, their_name)
    _record(locked, "disagreement.escalated", f"Now at stage {next_}: {next_.label}", by, note)
    tell_the_next(locked, begun, by)
    return locked


@transaction.atomic
def name_who_talks(
    *,
    disagreement: Disagreement,
    ours: Any,
    their_name: str,
    by: Any,
    from_stage: int | None = None,
) -> Disagreement:
    """Say who settles the present stage, on both sides. Whoever speaks for the desk is told."""
    locked = Disagreement.objects.select_for_update().get(pk=disagreement.pk)
    refuse_if(settle_blockers(locked, by))
    refuse_if([] if their_name.strip() else [NO_NAMES])
    stage = _at(locked, from_stage)
    stage.ours, stage.their_name = ours, their_name.strip()
    stage.save(update_fields=["ours", "their_name"])
    said = f"Stage {stage.number}: {ours.name if ours else 'the desk'} and {their_name.strip()}"
    _record(locked, "disagreement.named", said, by, "")
    tell_who_speaks(locked, stage, by)
    return locked


@transaction.atomic
def settle(
    *,
    disagreement: Disagreement,
    outcome: str,
    settled: str,
    by: Any,
    from_stage: int | None = None,
    at: datetime | None = None,
) -> Disagreement:
    """End it: the decision stands, is to be taken again, or the disagreement is withdrawn. Whoever
    disagreed, and whoever decided, is told which, and not what was written of it."""
    locked = Disagreement.objects.select_for_update().get(pk=disagreement.pk)
    refuse_if(settle_blockers(locked, by))
    refuse_if([] if outcome in Outcome.values else [NO_OUTCOME])
    refuse_if([] if settled.strip() else [NOT_SAID])
    moment = at or timezone.now()
    _end(_at(locked, from_stage), settled, moment)
    locked.outcome, locked.settled = outcome, settled.strip()
    locked.ended_at, locked.ended_by = moment, by
    locked.save(update_fields=["outcome", "settled", "ended_at", "ended_by"])
    if outcome == Outcome.CHANGED and locked.decision.superseded_at is None:
        reopen(locked.decision, by, settled.strip(), moment)
    said = f"Disagreement settled: {locked.get_outcome_display().lower()}"
    _record(locked, "disagreement.settled", said, by, settled)
    tell_it_is_settled(locked, by)
    return locked


def escalate_what_is_late(*, at: datetime | None = None) -> int:
    """Take every stage whose time ran out a stage higher. How many there were."""
    today = timezone.localdate(at)
    late = DisagreementStage.objects.filter(
        ended_at__isnull=True, due_on__lt=today, number__lt=Number.HEADS
    ).select_related("disagreement")
    done = 0
    for stage in late:
        with suppress(Refused):  # somebody was faster
            escalate(
                disagreement=stage.disagreement,
                by=None,
                note="Its time ran out.",
                from_stage=stage.number,
                at=at,
            )
            done += 1
    return done


def settle_blockers(disagreement: Disagreement, by: Any) -> list[str]:
    """Why `by` cannot move or end this disagreement now."""
    if found := ended(disagreement):
        return found
    if not (may(by, May.DECIDE) or may(by, May.ALLOCATE)):
        return [ONLY_DESK]
    above = running_stage(disagreement).number > Number.PRACTITIONERS
    return [ONLY_MANAGER] if above and not may(by, May.ALLOCATE) else []


def ended(disagreement: Disagreement) -> list[str]:
    return [ENDED] if disagreement.ended_at else []


def running_stage(disagreement: Disagreement) -> DisagreementStage:
    """The stage that one which goes on is at."""
    return DisagreementStage.objects.get(disagreement=disagreement, ended_at__isnull=True)


def _at(disagreement: Disagreement, thought: int | None) -> DisagreementStage:
    """The stage it is at. Raises Refused where whoever acts thought of another."""
    stage = running_stage(disagreement)
    if thought not in (None, stage.number):
        label = stage.get_number_display().lower()
        raise Refused(MOVED_ON.format(number=stage.number, label=label))
    return stage


def _begin(
    disagreement: Disagreement,
    number: Stage,
    day: date,
    ours: Any,
    their_name: str,
) -> DisagreementStage:
    return DisagreementStage.objects.create(
        disagreement=disagreement,
        number=number,
        started_on=day,
        due_on=stage_ends(number, day),
        ours=ours,
        their_name=their_name.strip(),
    )


def _end(stage: DisagreementStage, note: str, moment: datetime) -> None:
    stage.ended_at, stage.note = moment, note.strip()
    stage.save(update_fields=["ended_at", "note"])


def _record(raised: Disagreement, verb: str, said: str, by: Any, reason: str) -> None:
    record(verb, raised, said, by=by, reason=reason.strip(), family_id=raised.referral.family_id)
