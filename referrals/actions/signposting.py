"""Naming services of the directory to a family, and asking later whether they went."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import refuse_if
from localities.models import Service
from referrals.models import Referral, Signposting

LATER = timedelta(weeks=6)
NOT_OFFERED = "“{}” is not offered any more. Choose another."
NOT_YOURS = "Only the early help desk can do this."
DONE = "This was followed up already."
NO_OUTCOME = "Choose whether they went."


@transaction.atomic
def signpost(
    *, referral: Referral, services: Iterable[Service], by: Any, on: date | None = None
) -> list[Signposting]:
    """Write down which entries of the directory a family was told of; each is asked about in six
    weeks. Called by whoever decides, in the transaction of the decision."""
    named, day = list(services), on or timezone.localdate()
    refuse_if([NOT_OFFERED.format(one.name) for one in named if not one.is_offered(day)])
    rows = [
        Signposting.objects.get_or_create(
            referral=referral,
            service=service,
            defaults={"by": by, "at": timezone.now(), "follow_up_on": day + LATER},
        )[0]
        for service in named
    ]
    if rows:
        words = "Told of " + ", ".join(service.name for service in named)
        record("request.signposted", referral, words[:500], by=by, family_id=referral.family_id)
    return rows


@transaction.atomic
def follow_up(*, signposting: Signposting, outcome: str, by: Any, note: str = "") -> Signposting:
    """Whether they went. Recorded once."""
    row = Signposting.objects.select_for_update(of=("self",)).get(pk=signposting.pk)
    reasons = [] if may(by, May.TRIAGE) else [NOT_YOURS]
    if row.outcome:
        reasons.append(DONE)
    if outcome not in Signposting.Outcome.values:
        reasons.append(NO_OUTCOME)
    refuse_if(reasons)
    row.outcome, row.note = outcome, note.strip()
    row.followed_up_at, row.followed_up_by = timezone.now(), by
    row.save()
    words = f"{row.service.name}: {row.get_outcome_display().lower()}"
    record("request.followed_up", row.referral, words, by=by, family_id=row.referral.family_id)
    return row
