"""Putting the census source code of a request right, in the one place every return reads."""

from typing import Any

from django.db import transaction

from audit.actions.recording import record
from audit.refusal import refuse_if
from referrals.models import Referral
from referrals.rules.blocking import screener
from referrals.sources import CODES

UNKNOWN = "Choose a code of the list."
SAME = "It has this code already."
NO_REASON = "Write why the code is wrong."


@transaction.atomic
def correct_source(
    *, referral: Referral, by: Any, code: str, reason: str, version: int | None = None
) -> Referral:
    """Give a request another source code, with the reason. Also after it was decided: returns
    are made later. Raises Stale where the request changed meanwhile."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    refuse_if(
        [
            *([found] if (found := screener(locked, by)) else []),
            *([] if code in CODES else [UNKNOWN]),
            *([SAME] if code == locked.source_code else []),
            *([] if reason.strip() else [NO_REASON]),
        ]
    )
    before = locked.source_code
    locked.change(expected=version, source_code=code)
    said = f"Source code: {before} was changed to {code}"
    record("request.source_corrected", locked, said, by=by, reason=reason.strip())
    return locked
