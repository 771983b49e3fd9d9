"""Noting, when somebody is matched and when a request is decided, whether the family's help had
ended lately."""

from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import Case
from referrals.models import Referral
from referrals.rules.rereferral import within


def rereferral(referral: Referral, by: Any) -> dict[str, Any]:
    """The last closure before the request came, and within how many months of it that was.

    Of the cases that whoever decides may see: a restricted family is given away by no figure.
    """
    received = timezone.localdate(referral.received_at)
    closed = last_closure(referral, received, by)
    return {"last_closure_on": closed, "rereferred_within": within(closed, received)}


def last_closure(referral: Referral, received: date, by: Any) -> date | None:
    people = referral.people.filter(person__isnull=False).values_list("person_id", flat=True)
    cases = Case.objects.visible_to(by).filter(
        family__memberships__person__in=list(people), closed_on__isnull=False
    )
    latest = cases.filter(closed_on__lte=received).order_by("-closed_on")
    found: date | None = latest.values_list("closed_on", flat=True).first()
    return found
