"""Whoever took a decision is told when it is overturned: by a manager who looked at it again, or
because a disagreement about it is settled so.

The letter names no family, and says neither who overturned it nor why: that is read behind signing
in.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.roles import May, may
from audit.actions.posting import addresses_of, post
from referrals.models import Decision

SUBJECT = "A decision of yours was overturned"
TEXT = (
    "A decision you took on request {reference} was looked at again and overturned. It stands no "
    "more, and the early help desk decides again.\n\n{how}"
)
SIGN_IN = "Sign in to read who overturned it, and why: {page}"
ASK = "Ask the early help desk who overturned it, and why."


def tell_who_decided(decision: Decision, by: Any) -> None:
    """Not where the request is kept for named people, or from them, since they decided."""
    referral, who = decision.referral, decision.decided_by
    if referral.kept_for_id or who.pk in referral.closed_to:
        return
    page = settings.SITE_URL + reverse("request", args=[referral.reference])
    how = SIGN_IN.format(page=page) if may(who, May.TRIAGE) else ASK
    text = TEXT.format(reference=referral.reference, how=how)
    key = f"overturned {decision.pk}"
    post(to=addresses_of([who], but=by), subject=SUBJECT, text=text, by=by, key=key)
