"""What the pages of surgeries read. An agenda is never longer than the cases its reader sees."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.acting import served_localities
from accounts.models import User
from accounts.roles import Scope, role_of
from cases.extensions import Task
from cases.models import Allocation, Case, Surgery, SurgeryGuest, SurgeryItem, TafMember
from cases.queries.leads.workload import MANAGING
from cases.queries.written_once import read_by
from localities.models import Locality

PAST = 20
OTHERS = "Others"
Outcome = SurgeryItem.Outcome


def surgeries_for(user: Any) -> QuerySet[Surgery]:
    """The surgeries of localities somebody works in: all of them, those they serve, and those
    where they see a live case. With how many cases of the agenda they see."""
    seen = Case.objects.visible_to(user)
    items = SurgeryItem.objects.filter(case__in=seen).exclude(outcome=Outcome.WITHDRAWN)
    rows = Surgery.objects.select_related("locality").annotate(
        seen=Count("items", filter=Q(items__in=items))
    )
    if role_of(user).scope == Scope.ALL:
        return rows
    theirs = Case.objects.visible_to(user).live().filter(locality=OuterRef("locality"))
    mine = SurgeryItem.objects.filter(case__in=seen, surgery=OuterRef("pk"))
    served = Q(locality__in=served_localities(user))
    return rows.filter(served | Exists(theirs) | Exists(mine))


def coming(user: Any) -> list[Surgery]:
    rows = surgeries_for(user).filter(held_on__gte=timezone.localdate())
    return list(rows.order_by("held_on", "locality__order", "pk"))


def past(user: Any) -> list[Surgery]:
    rows = surgeries_for(user).filter(held_on__lt=timezone.localdate())
    return list(rows.order_by("-held_on", "locality__order", "-pk")[:PAST])


def coming_in(locality: Locality) -> QuerySet[Surgery]:
    """The surgeries a case of a locality can be put forward to: not called off, and nobody has
    written down yet who was there."""
    rows = Surgery.objects.filter(locality=locality, held_on__gte=timezone.localdate())
    return rows.filter(called_off_at=None, attended_at=None).order_by("held_on")


def agenda(surgery: Surgery, user: Any) -> list[SurgeryItem]:
    """The cases of a surgery that this person sees, in the order they were put forward, late ones
    last and withdrawn ones at the end."""
    rows = SurgeryItem.objects.filter(surgery=surgery, case__in=Case.objects.visible_to(user))
    related = rows.select_related(
        "case__family", "case__locality", "put_forward_by", "next_who", "carried_from__surgery",
        "carried_to__surgery",
    )  # fmt: skip
    found = list(related.order_by("late", "put_forward_at", "pk"))
    return sorted(found, key=lambda item: item.outcome == Outcome.WITHDRAWN)


def came_from(surgery: Surgery) -> list[tuple[str, list[str]]]:
    """Who was there, by agency; those of none come last."""
    found: dict[str, list[str]] = {}
    for guest in SurgeryGuest.objects.filter(surgery=surgery).select_related("agency"):
        found.setdefault(guest.agency.name if guest.agency else OTHERS, []).append(guest.name)
    return sorted(found.items(), key=lambda pair: pair[0] == OTHERS)


def who_could(item: SurgeryItem) -> QuerySet[User]:
    """Who could take the next step: whoever put the case forward, leads it, is in the team around
    the family, or manages its locality."""
    leads = Allocation.objects.filter(case=item.case_id, ended_at__isnull=True).values("user")
    team = TafMember.objects.filter(case=item.case_id, left_on__isnull=True, user__isnull=False)
    known = Q(pk=item.put_forward_by_id) | Q(pk__in=leads) | Q(pk__in=team.values("user"))
    serving = User.localities.through.objects.filter(locality=item.case.locality_id)
    managers = Q(role__in=MANAGING, pk__in=serving.values("user"))
    return User.objects.filter(known | managers, is_active=True).order_by("sort_name")


def tasks_of(user: Any) -> list[Task]:
    """The next steps surgeries gave to somebody. Named in settings.TASKS."""
    return [
        Task(
            key=f"surgery-{item.pk}",
            kind="Take a next step of a surgery",
            what=item.next_step,
            on=item.next_by,
            family=item.case.family.name,
            reference=item.case.reference,
            url=reverse("case-surgery-item", args=[item.case.reference, item.pk]),
        )
        for item in _STEPS(user)
    ]


def _steps(user: Any) -> QuerySet[SurgeryItem]:
    rows = SurgeryItem.objects.filter(
        next_who=user.pk,
        next_by__isnull=False,
        next_done_on=None,
        case__in=Case.objects.visible_to(user).live(),
    )
    return rows.select_related("case__family").order_by("next_by", "pk")


_STEPS = read_by(_steps)
