"""Who may see which case: stated once here, and once more by the database as row security.

The second wall stands in the migration `row_security` and is fed by acting_as;
tests/cases/test_need_to_know.py compares the two for every member of the cast.
"""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.acting import served_localities
from accounts.roles import Scope, role_of


class CaseQuerySet(models.QuerySet[Any]):
    """Cases. Pages, lists, searches, exports and the API begin with `visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """The cases this person has a need to know.

        Scope "all": every case. "localities": those of the localities they serve, and their
        own. "own": cases they lead now or led when the case closed, and cases they are in the
        Team Around the Family of, while a sharing basis covers their agency. Else none.
        """
        scope = role_of(user).scope
        if scope == Scope.ALL:
            return self.all()
        if scope == Scope.LOCALITIES:
            return self.filter(Q(locality_id__in=served_localities(user)) | _own(user))
        if scope == Scope.OWN:
            return self.filter(_own(user))
        return self.none()

    def live(self) -> Self:
        return self.exclude(stage="closed")


def _own(user: Any) -> Q:
    allocations = apps.get_model("cases", "Allocation").objects
    members = apps.get_model("cases", "TafMember").objects
    bases = apps.get_model("cases", "SharingBasis").objects
    today = timezone.localdate()
    leads = allocations.filter(user_id=user.pk).filter(
        Q(ended_at__isnull=True) | Q(end_reason="closed")
    )
    covered = bases.filter(agency_id=user.agency_id, from_date__lte=today).filter(
        Q(to_date__isnull=True) | Q(to_date__gte=today)
    )
    around = members.filter(
        user_id=user.pk, left_on__isnull=True, family_id__in=covered.values("family_id")
    )
    return Q(pk__in=leads.values("case_id")) | Q(pk__in=around.values("case_id"))
