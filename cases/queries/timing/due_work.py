"""What is due of one person's own work, without a name: for the digest and for their calendar."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from accounts.acting import reach_of, served_localities
from accounts.roles import May, Scope, may, role_of
from cases.extensions import tasks_of
from cases.journey import Stage
from cases.models import Allocation, Case, Due, NamedPerson
from cases.models.due import WITH_SOCIAL_CARE
from cases.need_to_know import listed
from cases.queries.endings.sustained import to_ask
from cases.queries.leads.managers import named_at
from localities.models import Timescale

CHECK = "Look how a family that waits is"
ESCALATED = "escalated-"
ASK = "Ask a family how it goes since its case closed"


@dataclass(frozen=True)
class DueWork:
    """One thing: what, on which day, and the reference of its case. `key` never changes."""

    key: str
    what: str
    on: date
    reference: str

    @property
    def escalated(self) -> bool:
        """Others' work, late, of which they are told."""
        return self.key.startswith(ESCALATED)


def due_work(user: Any) -> list[DueWork]:
    """Of the cases this person sees: the lead’s work where they lead or cover, the manager’s in
    the localities they manage, late work that escalates to them, families there to be asked how it
    goes, families that wait whom they look after, and what other rooms ask of them. Soonest first.
    """
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
    """Theirs to do, and from its day what escalates to them, which is others' to do."""
    led = Allocation.objects.filter(case=OuterRef("case"), ended_at__isnull=True)
    led = led.filter(Q(user=user) | Q(user__among=away))
    theirs = Q(Exists(led), owner=Timescale.Owner.LEAD)
    told = Q(pk__in=[])
    if level := level_of(user):
        told = Q(escalates_to=level, escalates_on__lte=timezone.localdate())
    if level == Timescale.Level.MANAGER:
        served = Q(case__locality__among=listed(served_localities(user)))
        theirs |= Q(owner=Timescale.Owner.MANAGER) & served
        told &= served
    told |= _on_restricted(user)
    rests = Q(case__stage=Stage.SOCIAL_CARE.value) & ~Q(key__in=WITH_SOCIAL_CARE)
    rows = Due.objects.still_open().filter(theirs | told, ~rests)
    rows = rows.filter(case__in=Case.objects.visible_to(user).live())
    rows = rows.annotate(own=ExpressionWrapper(theirs, BooleanField()))
    found = rows.values_list("pk", "what", "due_on", "escalates_on", "case__reference", "own")
    return [
        DueWork(f"due-{number}", what, day, ref)
        if own
        else DueWork(f"{ESCALATED}{number}", f"{what}, escalated to you", told_on or day, ref)
        for number, what, day, told_on, ref, own in found
    ]


def _on_restricted(user: Any) -> Q:
    """Late work on a restricted record reaches nobody who is not named on it. Where those of the
    level it escalates to are not, everybody named is told."""
    if not (opened := listed(reach_of(user).opened)):
        return Q(pk__in=[])
    of_it = OuterRef("case__family"), OuterRef("case__locality")
    missed = Q(pk__in=[])
    for level in Timescale.Level.values:
        missed |= Q(~Exists(named_at(level, *of_it)), escalates_to=level)
    named = NamedPerson.objects.filter(family=of_it[0], user=user, ended_at__isnull=True)
    return Q(
        missed,
        Exists(named),
        case__restricted=True,
        case__family__among=opened,
        escalates_on__lte=timezone.localdate(),
    )


def level_of(user: Any) -> str:
    """As whom late work escalates to this person: of their localities, or of all; else nothing."""
    if not may(user, May.ALLOCATE):
        return ""
    levels = {Scope.LOCALITIES: Timescale.Level.MANAGER, Scope.ALL: Timescale.Level.HEAD}
    return str(levels.get(role_of(user).scope, ""))


def _checks(user: Any, away: str) -> list[DueWork]:
    theirs = Q(minded_by=user) | Q(minded_by__among=away)
    rows = Case.objects.visible_to(user).filter(
        theirs, stage=Stage.WAITING.value, check_on__isnull=False
    )
    found = rows.values_list("pk", "check_on", "reference")
    return [DueWork(f"check-{number}", CHECK, day, ref) for number, day, ref in found if day]


def _asking(user: Any) -> list[DueWork]:
    """A manager’s: families of closed cases who agreed to be asked."""
    if level_of(user) != Timescale.Level.MANAGER:
        return []
    rows = to_ask(user).filter(case__locality__among=listed(served_localities(user)))
    found = rows.values_list("pk", "looked_on", "case__reference")
    return [DueWork(f"ask-{number}", ASK, day, ref) for number, day, ref in found]
