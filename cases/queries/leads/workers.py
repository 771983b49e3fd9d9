"""The people a manager answers for: what each holds now, and who stands in for whom."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.acting import served_localities
from accounts.models import User
from accounts.roles import Scope, role_of
from audit.context import reach_of
from cases.journey import Stage
from cases.models import Allocation, Case, Cover, SharingBasis, Withdrawal
from cases.queries.leads.workload import WORKING, Worker, with_caseload, worker_of
from localities.models import Agency


@dataclass(frozen=True)
class WorkerRow:
    """One worker, with what they hold, and the covers that stand, for them and by them."""

    worker: Worker
    active: bool
    minds: int  # families that wait, whom they look after
    away: list[Cover]
    covers: list[Cover]


def workers_under(manager: Any) -> QuerySet[User]:
    """Who works in the localities this manager serves, and whoever else leads a case they see or
    looks after a family that waits, also somebody who has left."""
    seen = Case.objects.visible_to(manager)
    leading = Allocation.objects.filter(ended_at__isnull=True, case__in=seen)
    working = Q(is_active=True, role__in=WORKING)
    if role_of(manager).scope != Scope.ALL:
        served = User.localities.through.objects.filter(locality_id__in=served_localities(manager))
        working &= Q(pk__in=served.values("user_id"))
    minding = seen.filter(stage=Stage.WAITING.value, minded_by__isnull=False)
    holding = Q(pk__in=leading.values("user_id")) | Q(pk__in=minding.values("minded_by"))
    return User.objects.filter(working | holding).order_by("sort_name")


def worker_rows(manager: Any) -> list[WorkerRow]:
    """Three queries, however many there are."""
    standing = Cover.objects.standing().select_related("absent", "worker").order_by("from_date")
    covers, minds = list(standing), _minds(manager)
    return [
        WorkerRow(
            worker_of(user),
            user.is_active,
            minds.get(user.pk, 0),
            [cover for cover in covers if cover.absent_id == user.pk],
            [cover for cover in covers if cover.worker_id == user.pk],
        )
        for user in with_caseload(workers_under(manager))
    ]


def _minds(manager: Any) -> dict[int, int]:
    """How many families that wait each looks after."""
    waiting = Case.objects.visible_to(manager).filter(stage=Stage.WAITING.value)
    return Counter(waiting.exclude(minded_by=None).values_list("minded_by", flat=True))


def minded_by(worker: User, manager: Any) -> QuerySet[Case]:
    """The families somebody looks after while they wait, or while their lead can no longer see
    them, as far as the manager sees them."""
    shut_out = Withdrawal.objects.filter(case=OuterRef("pk"), answer="", lead_shut_out=True)
    seen = Case.objects.visible_to(manager).live().filter(minded_by=worker)
    found: QuerySet[Case] = seen.filter(Q(stage=Stage.WAITING.value) | Exists(shut_out))
    return found.order_by("pk")


def unseen_of(worker: User, manager: Any) -> int:
    """How many cases somebody leads that the manager does not see: a number, as their caseload."""
    holds = with_caseload(User.objects.filter(pk=worker.pk)).get()
    return worker_of(holds).cases - led_by(worker, manager).count()


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
