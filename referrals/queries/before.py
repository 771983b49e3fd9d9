"""What was decided on a request before and stands no more: who ended it, and why."""

from dataclasses import dataclass
from datetime import datetime

from audit.models import Event
from referrals.models import Decision, Referral

ENDED = {"request.overturned": "Overturned", "request.corrected": "Taken back as a mistake"}


@dataclass(frozen=True)
class Before:
    """A decision that stands no more. `how`, `by` and `why` are of whoever ended it; empty where a
    later decision replaced it."""

    decision: Decision
    how: str = ""
    by: str = ""
    why: str = ""
    at: datetime | None = None


def decided_before(referral: Referral) -> list[Before]:
    """The latest first."""
    rows = [row for row in referral.decisions.all() if row.superseded_at]
    if not rows:
        return []
    ends = {
        event.details.get("decision"): event
        for event in Event.objects.filter(
            subject="referrals.referral", subject_id=referral.pk, verb__in=ENDED
        )
    }
    rows.sort(key=lambda row: row.decided_at, reverse=True)
    return [_before(row, ends.get(row.pk)) for row in rows]


def _before(row: Decision, end: Event | None) -> Before:
    if end is None:
        return Before(row, how="Overturned" if row.overturned_at else "", at=row.overturned_at)
    return Before(row, ENDED[end.verb], end.actor_name, end.reason, end.at)
