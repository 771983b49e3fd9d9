"""Erasing by law what entries of the record say."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from audit.actions.recording import record
from audit.models import Change, Event, Look
from audit.refusal import Refused

_KINDS = {Event: "event", Look: "look", Change: "change"}


def erase(entries: Sequence[Event | Look | Change], *, reason: str, by: Any) -> int:
    """Replace what these entries say; who, when and about which record stay. How many it were.

    All of one kind. Without the event this writes, the chain is judged to be tampered with.
    """
    if not reason.strip():
        raise Refused("Enter the law or decision by which this is erased")
    if not entries:
        return 0
    kind, ids = _KINDS[type(entries[0])], [entry.pk for entry in entries]
    words = f"Erased by law on {timezone.localdate():%-d %B %Y} because: {reason}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_erase(%s, %s, %s)", [kind, ids, words])
        erased = int(cursor.fetchone()[0])
    first = entries[0]
    record(
        "audit.erased",
        first,
        f"Erased by law what {erased} {'entry' if erased == 1 else 'entries'} said",
        by=by,
        case_id=first.case_id,
        family_id=first.family_id,
        reason=reason,
        kind=kind,
        entries=ids,
    )
    return erased
