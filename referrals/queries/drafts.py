"""What has been begun and not sent, as its author and the contacts of their agency see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.roles import May, may
from referrals.models import Draft


@dataclass(frozen=True)
class Begun:
    """One line of “Not sent yet”."""

    key: str
    children: list[str]
    author: str
    own: bool
    author_left: bool
    changed_at: datetime


def drafts_visible_to(user: Any) -> QuerySet[Draft]:
    """Their own; for an agency's contact, those of everybody of the agency."""
    waiting = Draft.objects.filter(ended_at__isnull=True)
    if may(user, May.MANAGE_AGENCY) and user.agency_id:
        return waiting.filter(agency=user.agency_id)
    if may(user, May.OFFER_TO_LEAD):
        return waiting.filter(author=user)
    return waiting.none()


def not_sent_yet(user: Any) -> list[Begun]:
    """One query, the latest first."""
    rows = drafts_visible_to(user).select_related("author").order_by("-changed_at", "-pk")
    return [_begun(row, user) for row in rows[:100]]


def _begun(row: Draft, user: Any) -> Begun:
    return Begun(
        key=str(row.key),
        children=row.child_names(),
        author=row.author.name,
        own=row.author_id == user.pk,
        author_left=not row.author.is_active,
        changed_at=row.changed_at,
    )
