"""Who has not answered the desk: other councils, and the key adults of schools."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseSentOn
from referrals.models import Referral, RequestSentOn, SchoolNotice
from referrals.rules.schools import WORDS

MOST = 200


@dataclass(frozen=True)
class Waiting:
    """One council that has not answered: about which request or case, since when, whom to ring."""

    reference: str
    url: str
    answer_url: str
    council: str
    phone: str
    secure_email: str
    due_on: date


@dataclass(frozen=True)
class Unread:
    """One notice for a school that nobody was told, or nobody has read."""

    reference: str
    child: str
    school: str
    due_at: Any
    why: str


@dataclass(frozen=True)
class ToChase:
    councils: list[Waiting]
    schools: list[Unread]

    @property
    def total(self) -> int:
        return len(self.councils) + len(self.schools)


def to_chase(user: Any) -> ToChase:
    """Everything of requests and cases this person sees, what is due first. Three queries."""
    councils = sorted([*_requests(user), *_cases(user)], key=lambda one: (one.due_on, one.url))
    return ToChase(councils, _schools(user))


def _requests(user: Any) -> list[Waiting]:
    rows = RequestSentOn.objects.filter(
        answer="", referral__in=Referral.objects.visible_to(user)
    ).select_related("referral")
    return [
        _waiting(row, row.referral.reference, "request", "request-sent-on-answer")
        for row in rows.order_by("due_on", "pk")[:MOST]
    ]


def _cases(user: Any) -> list[Waiting]:
    rows = CaseSentOn.objects.filter(
        answer="", case__in=Case.objects.visible_to(user)
    ).select_related("case")
    return [
        _waiting(row, row.case.reference, "case", "case-sent-on-answer")
        for row in rows.order_by("due_on", "pk")[:MOST]
    ]


def _waiting(row: Any, reference: str, page: str, answer: str) -> Waiting:
    return Waiting(
        reference=reference,
        url=reverse(page, args=[reference]),
        answer_url=reverse(answer, args=[reference, row.pk]),
        council=row.council_name,
        phone=row.phone,
        secure_email=row.secure_email,
        due_on=row.due_on,
    )


def _schools(user: Any) -> list[Unread]:
    """Once somebody of a school has read it, it is done; what must not be told is not chased."""
    rows = SchoolNotice.objects.filter(
        seen_at__isnull=True, referral__in=Referral.objects.visible_to(user)
    ).exclude(held_because=SchoolNotice.Held.STAFF)
    read = SchoolNotice.objects.filter(seen_at__isnull=False).values("child")
    rows = rows.exclude(child__in=read).select_related("referral", "school", "user")
    return [
        Unread(
            reference=row.referral.reference,
            child=row.child_name,
            school=row.school.name if row.school else "School not known",
            due_at=row.due_at,
            why=WORDS.get(row.held_because, "")
            or f"{row.user} was told {timezone.localtime(row.shared_at):%-d %B, %H:%M}, and has "
            "not read it.",
        )
        for row in rows.order_by("due_at", "pk")[:MOST]
    ]
