"""A manager looks at some of the week's decisions again: agrees, or overturns them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import refuse_if
from referrals.actions.returning import reopen
from referrals.models import NOT_FINAL, Decision, Sample

EACH_WEEK = 10
NOT_A_MANAGER = "Only a manager looks at decisions again."
THEIR_OWN = "You took this decision yourself. Another manager looks at it again."
JUDGED = "{name} has looked at this decision already."
REPLACED = "A later decision has replaced this one. Agree, and say so."
NO_REASON = "Write your reason."
NO_VERDICT = "Say whether you agree or overturn it."


@transaction.atomic
def draw(*, week: date, at: datetime | None = None) -> int:
    """Draw the decisions of a week that starts on Monday `week`. Again, it changes nothing.

    Chance is a digest of the decision's number and the week: nobody can steer it, and whoever
    asks can draw the same again. How many were drawn.
    """
    if Sample.objects.filter(week=week).exists():
        return 0
    decided = Decision.objects.filter(
        decided_on__range=(week, week + timedelta(days=6)), superseded_at__isnull=True
    ).exclude(outcome__in=NOT_FINAL)
    drawn = decided.order_by(_lot(week), "pk").values_list("pk", flat=True)[:EACH_WEEK]
    moment = at or timezone.now()
    rows = [Sample(decision_id=key, week=week, drawn_at=moment) for key in drawn]
    return len(Sample.objects.bulk_create(rows))


@transaction.atomic
def judge_sample(
    *, sample: Sample, verdict: str, reason: str, by: Any, at: datetime | None = None
) -> Sample:
    """Agree with a decision or overturn it. What is overturned the desk decides again."""
    locked = Sample.objects.select_for_update().get(pk=sample.pk)
    refuse_if(sample_blockers(locked, by))
    refuse_if(_reasons_against(locked, verdict, reason))
    moment = at or timezone.now()
    locked.verdict, locked.reason = verdict, reason.strip()
    locked.judged_by, locked.judged_at = by, moment
    locked.save(update_fields=["verdict", "reason", "judged_by", "judged_at"])
    if verdict == Sample.Verdict.OVERTURNED:
        reopen(locked.decision, by, reason.strip(), moment)
    record(
        "decision.sampled",
        locked,
        f"A sampled decision: {locked.get_verdict_display().lower()}",
        by=by,
        reason=reason.strip(),
    )
    return locked


def sample_blockers(sample: Sample, by: Any) -> list[str]:
    """Why `by` cannot judge this sample now."""
    reasons = []
    if not (may(by, May.ALLOCATE) or may(by, May.SIGN_OFF)):
        reasons.append(NOT_A_MANAGER)
    if sample.decision.decided_by_id == by.pk:
        reasons.append(THEIR_OWN)
    if sample.judged_by:
        reasons.append(JUDGED.format(name=sample.judged_by.name))
    return reasons


def last_week(today: date) -> date:
    """The Monday of the last whole week."""
    return today - timedelta(days=today.weekday() + 7)


def _reasons_against(sample: Sample, verdict: str, reason: str) -> list[str]:
    reasons = [] if verdict in Sample.Verdict.values else [NO_VERDICT]
    if not reason.strip():
        reasons.append(NO_REASON)
    if verdict == Sample.Verdict.OVERTURNED and sample.decision.superseded_at:
        reasons.append(REPLACED)
    return reasons


def _lot(week: date) -> Func:
    number = Cast(F("pk"), CharField())
    return Func(Concat(number, Value(f" of {week.isoformat()}")), function="md5")
