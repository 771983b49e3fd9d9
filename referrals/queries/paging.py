"""Pages of the board by keys: page 1,000 costs what page 1 costs."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from referrals.models import Referral

# What a card shows; the rest is read on the request's own page.
SHOWN = (
    "reference",
    "kind",
    "stage",
    "urgent",
    "due_at",
    "decided_at",
    "paused_until",
    "harm_alleged",
    "returned",
    "rereferred_within",
    "taken_at",
    "known",
    "sender",
    "sender_name",
    "sender_role",
    "offers_to_lead",
    "locality__name",
    "sender_agency__name",
    "taken_by__name",
)


class Cursor(NamedTuple):
    """The last request of a page."""

    urgent: bool
    moment: datetime
    id: int


def cursor_of(request: Referral) -> str:
    """Where the next page begins, without a word about anybody."""
    moment = request.decided_at or request.due_at
    return f"{int(request.urgent)}_{moment.isoformat()}_{request.pk}"


def after(requests: QuerySet[Referral], start: str, *, waiting: bool) -> QuerySet[Referral]:
    """The requests of a column in its order, from the cursor on.

    Those that wait: urgent first, then least time left. Those decided: the latest first.
    """
    cursor = _read(start)
    if cursor:
        requests = requests.filter(_later(cursor) if waiting else _earlier(cursor))
    order = ("-urgent", "due_at", "id") if waiting else ("-decided_at", "-id")
    related = requests.select_related("locality", "sender_agency", "taken_by")
    return related.only(*SHOWN).order_by(*order)


def _later(cursor: Cursor) -> Q:
    least = Q(due_at__gt=cursor.moment) | Q(due_at=cursor.moment, id__gt=cursor.id)
    if cursor.urgent:
        return Q(urgent=False) | (Q(urgent=True) & least)
    return Q(urgent=False) & least


def _earlier(cursor: Cursor) -> Q:
    return Q(decided_at__lt=cursor.moment) | Q(decided_at=cursor.moment, id__lt=cursor.id)


def _read(text: str) -> Cursor | None:
    """A cursor somebody wrote by hand and wrongly begins at the beginning."""
    urgent, _, rest = text.partition("_")
    moment, _, key = rest.rpartition("_")
    try:
        found = datetime.fromisoformat(moment)
        return Cursor(urgent == "1", found, int(key)) if found.tzinfo else None
    except ValueError:
        return None
