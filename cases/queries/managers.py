"""Who answers for a case in its locality."""

from django.db.models import Q

from accounts.models import User
from accounts.roles import Scope, role_of
from cases.models import Case
from cases.queries.workload import MANAGING


def managers_of(case: Case) -> list[User]:
    """The managers who serve the locality of a case and see the case; where there is none, the
    heads of service who see it."""
    found = User.objects.filter(is_active=True, role__in=MANAGING)
    here = Q(localities=case.locality_id)
    users = [user for user in found.filter(here).order_by("pk") if _sees(user, case)]
    if users:
        return users
    heads = [user for user in found.order_by("pk") if role_of(user).scope == Scope.ALL]
    return [user for user in heads if _sees(user, case)]


def _sees(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()
