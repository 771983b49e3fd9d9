"""What this room adds to a case's page (cases.extensions): what came with its requests."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.extensions import Document
from cases.models import Case
from referrals.models import Notification


def documents_of(case: Case, user: Any) -> list[Document]:
    """Domestic abuse notifications, for the council's own workers: for others none is there."""
    rows = Notification.objects.filter(referral__case=case).select_related("referral")
    return [
        Document(
            title="Domestic abuse notification",
            url=reverse("notification", args=[row.referral.reference]),
            on=timezone.localdate(row.referral.received_at),
            state=f"{row.get_risk_display()} risk",
            note="Kept from whoever it names",
        )
        for row in rows.order_by("-pk")
    ]
