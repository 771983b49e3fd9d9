"""Who may see a record, as its page “Who can see this” lists it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES, May, Scope
from audit.web.messages import in_a_sentence
from cases.models import (
    BreakGlass,
    Case,
    Conflict,
    NamedPerson,
    Restriction,
    SharingBasis,
    TafMember,
)
from localities.models import Agency

MAY_BE_NAMED = [
    key for key, role in ROLES.items() if role.may & {May.WORK, May.DECIDE, May.RESTRICT}
]


def _titles(scope: Scope) -> str:
    return ", ".join(in_a_sentence(role.title) for role in ROLES.values() if role.scope == scope)


BY_LOCALITY, EVERYWHERE = _titles(Scope.LOCALITIES), _titles(Scope.ALL)  # who sees without a name


@dataclass(frozen=True)
class Access:
    """Who can see the records of a family, by which way."""

    restriction: Restriction | None
    named: list[NamedPerson]
    partners: list[tuple[TafMember, SharingBasis | None]]  # with what covers their agency
    glass: list[BreakGlass]
    conflicts: list[Conflict]


@dataclass(frozen=True)
class Opening:
    """An emergency opening as it is listed for those who look into it."""

    number: int
    who: str
    reference: str
    reason: str
    opened_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    seen_by: str
    seen_at: datetime | None
    finding: str
    role: str

    @property
    def open_now(self) -> bool:
        return self.ended_at is None and self.ends_at > timezone.now()


def access_to(case: Case) -> Access:
    """Five questions, however many people."""
    restrictions = Restriction.objects.filter(family=case.family_id, ended_at__isnull=True)
    named = NamedPerson.objects.filter(family=case.family_id, ended_at__isnull=True)
    glass = BreakGlass.objects.filter(family=case.family_id).select_related("user")
    people = case.family.memberships.values("person")
    conflicts = Conflict.objects.filter(person__in=people, ended_at__isnull=True)
    return Access(
        restriction=restrictions.select_related("set_by").first(),
        named=list(named.select_related("user").order_by("deputy", "user__sort_name")),
        partners=_partners(case),
        glass=list(glass.order_by("-opened_at")[:20]),
        conflicts=list(conflicts.select_related("user", "person").order_by("pk")),
    )


def openings_for(user: Any) -> list[Opening]:
    """Emergency openings this person looks into: those nobody has looked into yet come first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM glass_broken_for(%s)", [user.pk])
        found = [Opening(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda each: each.seen_at is not None)


def glass_of(user: Any, family_id: int) -> BreakGlass | None:
    """The emergency by which this person sees a family now, if it is one."""
    now = Q(ended_at__isnull=True, ends_at__gt=timezone.now())
    rows = BreakGlass.objects.filter(now, user=user.pk, family=family_id)
    return rows.order_by("-ends_at").first()


def may_be_named() -> QuerySet[User]:
    council = Q(agency__isnull=True) | Q(agency__kind=Agency.Kind.COUNCIL)
    people = User.objects.filter(council, is_active=True, role__in=MAY_BE_NAMED)
    return people.order_by("sort_name")


def _partners(case: Case) -> list[tuple[TafMember, SharingBasis | None]]:
    today = timezone.localdate()
    holds = Q(to_date__isnull=True) | Q(to_date__gte=today)
    bases = SharingBasis.objects.filter(
        holds, family=case.family_id, from_date__lte=today, stopped_at__isnull=True
    )
    covered = {basis.agency_id: basis for basis in bases}
    members = TafMember.objects.filter(case=case, left_on__isnull=True, user__isnull=False)
    linked = Conflict.objects.filter(
        person__memberships__family=case.family_id, ended_at__isnull=True
    )
    outside = members.exclude(user__agency__kind=Agency.Kind.COUNCIL).exclude(
        user__in=linked.values("user")
    )
    return [
        (row, covered.get(row.user.agency_id or 0))
        for row in outside.select_related("user__agency").order_by("name")
        if row.user
    ]
