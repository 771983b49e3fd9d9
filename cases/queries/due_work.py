"""What is due of one person's own work, without a name: for the digest and for their calendar."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.acting import reach_of, served_localities
from accounts.roles import May, Scope, may, role_of
from cases.extensions import tasks_of
from cases.journey import Stage
from cases.models import Allocation, Case, Due
from cases.need_to_know import listed
from cases.queries.sustained import to_ask
from localities.models import Timescale

CHECK = "Look how a family that waits is"
ASK = "Ask a family how it goes since its case closed"


@dataclass(frozen=True)
class DueWork:
    """One thing: what, on which day, and the reference of its case. `key` never changes."""

    key: str
    what: str
    on: date
    reference: str


def due_work(user: Any) -> list[DueWork]:
    """Of the cases this person sees: the lead’s work where they lead or cover, the manager’s in
    the localities they manage, families there to be asked how it goes, families that wait whom
    they look after, and what other rooms ask of them. Soonest first."""
    if role_of(user).scope == Scope.NONE:
        return []
    away = listed(reach_of(user).covering)
    found = [*_dues(user, away), *_checks(user, away), *_asking(user), *_tasks(user)]
    return sorted(found, key=lambda row: (row.on, row.key))


def _tasks(user: Any) -> list[DueWork]:
    return [
        DueWork(task.key, task.kind, task.on, task.reference)
        for task in tasks_of(user)
        if task.is_due
    ]


def _dues(user: Any, away: str) -> list[DueWork]:
    led = Allocation.objects.filter(case=OuterRef("case"), ended_at__isnull=True)
    led = led.filter(Q(user=user) | Q(user__among=away))
    theirs = Q(Exists(led), owner=Timescale.Owner.LEAD)
    if may(user, May.ALLOCATE) and role_of(user).scope == Scope.LOCALITIES:
        served = listed(served_localities(user))
        theirs |= Q(owner=Timescale.Owner.MANAGER, case__locality__among=served)
    cases = Case.objects.visible_to(user).live().exclude(stage=Stage.SOCIAL_CARE.value)
    rows = Due.objects.filter(theirs, done_on=None, cancelled_on=None, case__in=cases)
    found = rows.values_list("pk", "what", "due_on", "case__reference")
    return [DueWork(f"due-{number}", what, day, ref) for number, what, day, ref in found]


def _checks(user: Any, away: str) -> list[DueWork]:
    theirs = Q(minded_by=user) | Q(minded_by__among=away)
    rows = Case.objects.visible_to(user).filter(
        theirs, stage=Stage.WAITING.value, check_on__isnull=False
    )
    found = rows.values_list("pk", "check_on", "reference")
    return [DueWork(f"check-{number}", CHECK, day, ref) for number, day, ref in found if day]


def _asking(user: Any) -> list[DueWork]:
    """A manager’s: families of closed cases who agreed to be asked."""
    if not may(user, May.ALLOCATE) or role_of(user).scope != Scope.LOCALITIES:
        return []
    rows = to_ask(user).filter(case__locality__among=listed(served_localities(user)))
    found = rows.values_list("pk", "looked_on", "case__reference")
    return [DueWork(f"ask-{number}", ASK, day, ref) for number, day, ref in found]
