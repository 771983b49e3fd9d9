"""What this room adds to a case's page (cases.extensions): the requests that led to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.extensions import Document, Notice
from cases.models import Case
from referrals.describing import source_words
from referrals.models import Notification, Referral
from referrals.rules.reading import may_read_with

SafeWay = Referral.SafeWay
NOT_SAID = "nothing of whether the family knows"
SAYS: dict[str, str] = {
    Referral.Knows.AGREES: "that the family knows of the request and agrees",
    Referral.Knows.KNOWS: "that the family knows of the request but does not agree",
    Referral.Knows.NOT_TOLD: "that the family does not know of the request yet",
}
MAY_BE_TOLD: dict[str, str] = {
    SafeWay.PHONE: "They may safely be told by telephone",
    SafeWay.LETTER: "They may safely be told by letter",
    SafeWay.IN_PERSON: "They may safely be told in person",
    SafeWay.DO_NOT: "Nobody should contact the family",
    SafeWay.NOT_KNOWN: "The sender does not know how they may safely be told",
    "": "The sender has not said how they may safely be told",
}


def documents_of(case: Case, user: Any) -> list[Document]:
    """What was sent about the family, for the council's workers and whoever leads the case; a
    domestic abuse notification for the council's own workers alone: for others none is there."""
    return [document for row in _requests(case, user) if (document := _document(row))]


def notices_before_contact(case: Case, user: Any) -> list[Notice]:
    """What must be known before anybody contacts the family. Named in
    settings.NOTICES_BEFORE_CONTACT."""
    return [notice for row in _requests(case, user) if (notice := _notice(row))]


def _requests(case: Case, user: Any) -> Iterable[Referral]:
    if not may_read_with(case, user):
        return []
    rows = Referral.objects.visible_to(user).filter(case=case)
    return rows.select_related("notification", "sender_agency").order_by("-pk")


def _document(row: Referral) -> Document | None:
    day = timezone.localdate(row.received_at)
    if row.kind == Referral.Kind.NOTIFICATION:
        return _of_notification(row, day)
    return Document(
        title=row.get_kind_display(),
        url=reverse("request-as-sent", args=[row.reference]),
        on=day,
        state=f"{row.reference}, from {source_words(row)}",
    )


def _of_notification(row: Referral, day: date) -> Document | None:
    notification = _notification(row)
    if notification is None:
        return None
    return Document(
        title="Domestic abuse notification",
        url=reverse("notification", args=[row.reference]),
        on=day,
        state=f"{notification.get_risk_display()} risk",
        note="Kept from whoever it names",
    )


def _notice(row: Referral) -> Notice | None:
    if row.kind == Referral.Kind.NOTIFICATION:
        if _notification(row) is None:
            return None
        said = "Before you contact the family, read the domestic abuse notification."
        return Notice(said, reverse("notification", args=[row.reference]), "Read the notification")
    url = reverse("request-as-sent", args=[row.reference])
    return Notice(_before_contact(row), url, "Read the request")


def _before_contact(row: Referral) -> str:
    """ "Before you contact the family: the sender says that the family does not know of the
    request yet: “He reads her post”. They may safely be told by telephone: “01632 960301”." """
    knows = SAYS.get(row.family_knows, NOT_SAID)
    why = f": {_quoted(row.why_not)}" if row.why_not else ""
    words = f": {_quoted(row.safe_way_words)}" if row.safe_way_words else ""
    return (
        f"Before you contact the family: the sender says {knows}{why}."
        f" {MAY_BE_TOLD[row.safe_way]}{words}."
    )


def _quoted(text: str) -> str:
    """What somebody wrote, on one line within a sentence."""
    return f"“{' '.join(text.split()).rstrip('.')}”"


def _notification(row: Referral) -> Notification | None:
    """None for whoever may not read it, as row security says."""
    return getattr(row, "notification", None)
