"""The people a manager answers for: what each holds now, and who stands in for whom."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.acting import served_localities
from accounts.models import User
from accounts.roles import Scope, role_of
from audit.context import reach_of
from cases.models import Allocation, Case, Cover, SharingBasis
from cases.queries.workload import WORKING, Worker, with_caseload, worker_of
from localities.models import Agency


@dataclass(frozen=True)
class WorkerRow:
    """One worker, with what they hold, and the covers that stand, for them and by them."""

    worker: Worker
    active: bool
    away: list[Cover]
    covers: list[Cover]


def workers_under(manager: Any) -> QuerySet[User]:
    """Who works in the localities this manager serves, and whoever else leads a case they see,
    also somebody who has left."""
    seen = Case.objects.visible_to(manager)
    leading = Allocation.objects.filter(ended_at__isnull=True, case__in=seen)
    working = Q(is_active=True, role__in=WORKING)
    if role_of(manager).scope != Scope.ALL:
        served = User.localities.through.objects.filter(locality_id__in=served_localities(manager))
        working &= Q(pk__in=served.values("user_id"))
    return User.objects.filter(working | Q(pk__in=leading.values("user_id"))).order_by("sort_name")


def worker_rows(manager: Any) -> list[WorkerRow]:
    """Two queries, however many there are."""
    standing = Cover.objects.standing().select_related("absent", "worker").order_by("from_date")
    covers = list(standing)
    return [
        WorkerRow(
            worker_of(user),
            user.is_active,
            [cover for cover in covers if cover.absent_id == user.pk],
            [cover for cover in covers if cover.worker_id == user.pk],
        )
        for user in with_caseload(workers_under(manager))
    ]


def choices_under(manager: Any, but: User) -> list[Worker]:
    """Who may stand in for somebody, or take over: most room first."""
    users = with_caseload(workers_under(manager).filter(is_active=True, role__in=WORKING))
    rows = [worker_of(user) for user in users.exclude(pk=but.pk)]
    return sorted(rows, key=lambda who: (who.manages, -who.room, who.name))


def led_by(worker: User, manager: Any) -> QuerySet[Case]:
    """The live cases somebody leads, as far as the manager sees them."""
    led = Allocation.objects.filter(user=worker, ended_at__isnull=True)
    found: QuerySet[Case] = (
        Case.objects.visible_to(manager)
        .live()
        .filter(pk__in=led.values("case_id"))
        .select_related("family", "locality")
        .order_by("opened_on", "pk")
    )
    return found


def closed_to(worker: User, cases: list[Case]) -> list[str]:
    """References of those of these cases that covering would not open to this worker: restricted
    to people named, of a family they are linked to, or not shared with their agency."""
    reach = reach_of(worker.pk)
    covered = _shared_with(worker, cases)
    return [
        case.reference
        for case in cases
        if case.family_id in reach.closed
        or (case.restricted and case.family_id not in reach.opened)
        or case.family_id not in covered
    ]


def _shared_with(worker: User, cases: list[Case]) -> set[int]:
    families = {case.family_id for case in cases}
    agency = worker.agency
    if agency is None or agency.kind == Agency.Kind.COUNCIL:
        return families
    bases = SharingBasis.objects.holding().filter(family__in=families, agency=agency)
    return set(bases.values_list("family_id", flat=True))
