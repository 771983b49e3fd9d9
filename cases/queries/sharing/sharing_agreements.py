"""Sharing agreements with agencies that end soon, and those that have ended."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.roles import Scope, role_of
from localities.models import SharingAgreement

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Agreements:
    """What a manager sees of them. What has ended without another is for the head of service."""

    soon: list[SharingAgreement]
    ended: list[SharingAgreement]


def agreements_for(user: Any) -> Agreements:
    """One query. Only an agency's last agreement counts: what replaces it has put it right."""
    today = timezone.localdate()
    rows = SharingAgreement.objects.not_replaced().filter(to_date__lte=today + SOON)
    found = list(rows.select_related("agency").order_by("to_date", "pk"))
    sees_ended = role_of(user).scope == Scope.ALL
    return Agreements(
        soon=[each for each in found if each.to_date >= today],
        ended=[each for each in found if each.to_date < today and sees_ended],
    )
