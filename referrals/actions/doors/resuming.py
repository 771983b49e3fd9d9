"""Keeping what the public has begun: sealed with a code that only they have.

The code is made when the form is first shown and told when it is saved, so that a page sent
twice keeps one draft. Nothing of it is written down but what the code opens.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from audit.refusal import Refused
from referrals.codes import NotThisCode, digest_of, seal_with, tidy_code, unseal_with
from referrals.models import PublicDraft

KEPT_FOR = timedelta(days=14)
LONGEST = 200_000  # characters of one draft
USE = "draft"
TOO_LONG = "This is too long to keep. Shorten it, or send it now."
OUT_OF_DATE = "This page was out of date and was not saved. Press “Save” once more."

Typed = Mapping[str, list[str]]


def keep(*, code: str, typed: Typed) -> datetime:
    """Seal what was typed, in place of what this code opened before. Until when it is kept."""
    if not tidy_code(code):
        raise Refused(OUT_OF_DATE)
    words = json.dumps(dict(typed))
    if len(words) > LONGEST:
        raise Refused(TOO_LONG)
    until = timezone.now() + KEPT_FOR
    _call("keep_public_draft(%s, %s, %s)", digest_of(code, use=USE), seal_with(code, words), until)
    return until


def resume(code: str) -> dict[str, list[str]] | None:
    """What was typed; None where this code opens nothing, or nothing any more."""
    if not tidy_code(code):
        return None
    sealed = _call("open_public_draft(%s)", digest_of(code, use=USE))
    try:
        found: dict[str, list[str]] | None = (
            json.loads(unseal_with(code, sealed)) if sealed else None
        )
    except NotThisCode:
        return None
    return found


def end(code: str) -> None:
    """It was sent: nothing of the draft stays."""
    if tidy_code(code):
        _call("end_public_draft(%s)", digest_of(code, use=USE))


def clear_away_public(now: datetime | None = None) -> int:
    """Every night: delete what has expired. How many."""
    return PublicDraft.objects.filter(expires_at__lte=now or timezone.now()).delete()[0]


def _call(function: str, *values: str | datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}", list(values))
        return str(cursor.fetchone()[0] or "")
