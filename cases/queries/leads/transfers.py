"""Transfers of cases to another locality: those that wait, and who could lead where."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.models import User
from cases.models import Allocation, Case, CaseTransfer
from cases.queries.leads.workload import WORKING
from localities.models import Agency, Locality


def waiting_transfers(user: Any) -> QuerySet[CaseTransfer]:
    """Those that wait for an answer, of cases this person sees or offered to a locality they
    manage. Without the case itself: whoever is asked does not see it."""
    found = CaseTransfer.objects.visible_to(user).filter(answer="")
    offered = CaseTransfer.objects.offered_to(user).filter(pk=OuterRef("pk"))
    return found.select_related("of", "to", "asked_by").annotate(
        since=TruncDate("asked_at"), is_offered=Exists(offered)
    )


def transfers_of(case: Case) -> QuerySet[CaseTransfer]:
    """Every transfer of a case, the newest first."""
    rows = CaseTransfer.objects.filter(case=case).select_related("of", "to", "asked_by")
    return rows.select_related("answered_by", "proposed_lead").order_by("-pk")


def refusals_of(case: Case, user: Any) -> QuerySet[CaseTransfer]:
    """The transfers of a case that were refused, as far as this person sees them, newest first."""
    seen = CaseTransfer.objects.visible_to(user).values("pk")
    return transfers_of(case).filter(answer=CaseTransfer.Answer.REFUSED, pk__in=seen)


def other_localities(case: Case) -> QuerySet[Locality]:
    return Locality.objects.exclude(pk=case.locality_id).order_by("order", "name")


def leads_elsewhere(case: Case) -> QuerySet[User]:
    """Workers of the council in other localities, and whoever leads the case now."""
    leads_now = Allocation.objects.filter(case=case, ended_at__isnull=True).values("user")
    served = User.localities.through.objects.exclude(locality=case.locality_id).values("user")
    return _working().filter(Q(pk__in=served) & _of_the_council() | Q(pk__in=leads_now))


def leads_there(transfer: CaseTransfer) -> QuerySet[User]:
    """Workers of the council in the locality that is asked, and whoever was proposed."""
    served = User.localities.through.objects.filter(locality=transfer.to_id).values("user")
    proposed = Q(pk=transfer.proposed_lead_id)
    return _working().filter(Q(pk__in=served) & _of_the_council() | proposed)


def _working() -> QuerySet[User]:
    found = User.objects.filter(is_active=True, role__in=WORKING)
    return found.prefetch_related("localities").order_by("sort_name")


def _of_the_council() -> Q:
    return Q(agency__isnull=True) | Q(agency__kind=Agency.Kind.COUNCIL)
