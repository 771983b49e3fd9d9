"""Who could lead a case, and how much each holds now."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    F,
    Field,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import JSONObject

from accounts.models import User
from accounts.roles import NOTHING, ROLES, May, Scope
from cases.models import Case, Cover, SharingBasis
from localities.models import Agency

WORKING = [key for key, role in ROLES.items() if May.WORK in role.may]
SEEING_THE_LOCALITY = [key for key in WORKING if ROLES[key].scope == Scope.LOCALITIES]
MANAGING = [key for key, role in ROLES.items() if May.ALLOCATE in role.may]


@dataclass(frozen=True)
class Worker:
    """Somebody who may lead a case: what they hold now, and what they can."""

    id: int
    name: str
    role: str
    place: str
    cases: int
    levels: tuple[tuple[int, int], ...]  # of need, lowest first, with how many of the cases
    children: int
    capacity: int
    hours: Decimal | None  # a week; None where nobody wrote it down
    manages: bool
    away: tuple[date, date] | None = None  # the next days, both with, on which somebody covers

    @property
    def room(self) -> int:
        return self.capacity - self.cases

    @property
    def in_hours(self) -> str:
        """“18.5 hours a week”."""
        return f"{self.hours.normalize():f} hours a week" if self.hours else ""

    @property
    def in_levels(self) -> str:
        """“2 at level 2, 3 at level 3”; nothing for whoever leads no case."""
        return ", ".join(f"{cases} at level {level}" for level, cases in self.levels)


def workers_for(case: Case) -> list[Worker]:
    """Those who may lead this case, with their present caseload, most room first.

    Council workers who serve its locality, and partners whose agency a sharing basis covers.
    Managers, who may lead too, come last. One query.
    """
    found = User.objects.filter(Q(pk__in=_serving(case)) | Q(agency__in=_covered(case)))
    rows = with_caseload(found.filter(is_active=True, role__in=WORKING)).order_by("sort_name")
    return sorted((worker_of(user) for user in rows), key=lambda who: (who.manages, -who.room))


def with_caseload(users: QuerySet[User]) -> QuerySet[User]:
    """Users with what `worker_of` reads, in the same query."""
    return users.select_related("agency", "team").annotate(
        cases_now=_now("cases_led_by"),
        levels_now=_now("levels_led_by", JSONField()),
        children_now=_now("children_led_by"),
        away_found=Subquery(_away()),
    )


def minders_for(case: Case) -> QuerySet[User]:
    """Those who may look after a family that waits: they work, and see the whole locality."""
    return User.objects.filter(
        pk__in=_serving(case), is_active=True, role__in=SEEING_THE_LOCALITY
    ).order_by("sort_name")


def _serving(case: Case) -> QuerySet[Any, Any]:
    served = User.localities.through.objects.filter(locality_id=case.locality_id)
    council = Q(user__agency__isnull=True) | Q(user__agency__kind=Agency.Kind.COUNCIL)
    return served.filter(council).values("user_id")


def _covered(case: Case) -> QuerySet[Any, Any]:
    return SharingBasis.objects.holding().filter(family=case.family_id).values("agency_id")


def _now(function: str, answers: "Field[Any, Any] | None" = None) -> Func:
    return Func(F("pk"), function=function, output_field=answers or IntegerField())


def _away() -> QuerySet[Any, Any]:
    days = JSONObject(first="from_date", last="to_date")
    covered = Cover.objects.standing().filter(absent=OuterRef("pk")).order_by("from_date")
    return covered.values(found=days)[:1]


def worker_of(user: User) -> Worker:
    place = user.team or user.agency
    annotated = user.__dict__
    away = annotated["away_found"]
    return Worker(
        id=user.pk,
        name=user.name,
        role=ROLES.get(user.role, NOTHING).title,  # also of somebody who has left
        place=place.name if place else "",
        cases=annotated["cases_now"],
        levels=_lowest_first(annotated["levels_now"]),
        children=annotated["children_now"],
        capacity=user.capacity,
        hours=user.weekly_hours,
        manages=user.role in MANAGING,
        away=away and (date.fromisoformat(away["first"]), date.fromisoformat(away["last"])),
    )


def _lowest_first(found: dict[str, int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((int(level), cases) for level, cases in found.items()))
