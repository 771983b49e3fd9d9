"""What the page of signposting reads."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q

from referrals.models import Referral, ReferralPerson, Signposting

MOST = 200
Outcome = Signposting.Outcome


@dataclass(frozen=True)
class Taken:
    """How often a service was named, and what came of it."""

    name: str
    key: str
    named: int
    went: int
    asked: int


def due(user: Any) -> list[Signposting]:
    """Those not followed up yet, the day first; with the children they are about."""
    children = ReferralPerson.objects.exclude(kind=ReferralPerson.Kind.ADULT)
    rows = Signposting.objects.filter(
        outcome="", referral__in=Referral.objects.visible_to(user)
    ).order_by("follow_up_on", "id")
    rows = rows.select_related("referral", "service").defer("service__words")
    return list(
        rows.prefetch_related(Prefetch("referral__people", children, to_attr="children"))[:MOST]
    )


def counted() -> list[Taken]:
    """Service by service, the most named first; over the requests whoever asks may see."""
    rows = Signposting.objects.values("service__name", "service__key").annotate(
        named=Count("pk"),
        went=Count("pk", filter=Q(outcome=Outcome.WENT)),
        asked=Count("pk", filter=~Q(outcome="")),
    )
    return [
        Taken(row["service__name"], row["service__key"], row["named"], row["went"], row["asked"])
        for row in rows.order_by("-named", "service__name")[:50]
    ]
