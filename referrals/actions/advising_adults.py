"""An adult with no child or pregnancy: told where to turn, and not opened."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import refuse_if
from localities.models import Locality
from referrals.models import AdultContact, Referral

NOT_THEIRS = "Only the early help desk and the MASH can do this."
NO_ABOUT = "Enter what it was about, without a name."
NO_WHERE = "Enter where they were told to turn."
NO_SENDER = "Choose who asked."


@transaction.atomic
def signpost_adult(
    *, by: Any, asked_by: str, about: str, told: str, locality: Locality | None = None
) -> AdultContact:
    """Write down that somebody was told where to turn. No request, person or case comes of it."""
    refuse_if(
        [
            *([] if may(by, May.TRIAGE) else [NOT_THEIRS]),
            *([] if asked_by in Referral.Sender.values else [NO_SENDER]),
            *([] if about.strip() else [NO_ABOUT]),
            *([] if told.strip() else [NO_WHERE]),
        ]
    )
    contact = AdultContact.objects.create(
        asked_by=asked_by,
        about=about.strip(),
        told=told.strip(),
        locality=locality,
        at=timezone.now(),
        by=by,
    )
    record("adult.signposted", contact, "An adult was told where to turn", by=by)
    return contact
