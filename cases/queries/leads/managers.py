"""Who answers for a case in its locality."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import ROLES, Scope, role_of
from cases.models import Case, NamedPerson
from cases.queries.leads.workload import MANAGING
from localities.models import Timescale


def managers_of(case: Case) -> list[User]:
    """The managers who serve the locality of a case and see the case; where there is none, the
    heads of service who see it."""
    here = _managing().filter(localities=case.locality_id)
    return [user for user in here if _sees(user, case)] or heads_of(case)


def heads_of(case: Case) -> list[User]:
    """The heads of service who see the case."""
    heads = [user for user in _managing() if role_of(user).scope == Scope.ALL]
    return [user for user in heads if _sees(user, case)]


def named_at(level: str, family: Any, locality: Any) -> QuerySet[NamedPerson]:
    """The people named on a restricted record to whom late work of this level escalates."""
    scope = Scope.ALL if level == Timescale.Level.HEAD else Scope.LOCALITIES
    roles = [key for key in MANAGING if ROLES[key].scope == scope]
    named = NamedPerson.objects.filter(family=family, ended_at__isnull=True)
    found = named.filter(user__is_active=True, user__role__in=roles)
    return found if level == Timescale.Level.HEAD else found.filter(user__localities=locality)


def who_answers_for(case: Case) -> list[User]:
    """Whom to tell what a manager must hear: the managers of the case; on a restricted record for
    which none is named, everybody who is, as nobody else may know of it."""
    managers = managers_of(case)
    if managers or not case.restricted:
        return managers
    named = NamedPerson.objects.filter(family=case.family_id, ended_at__isnull=True)
    return list(User.objects.filter(pk__in=named.values("user"), is_active=True).order_by("pk"))


def _managing() -> QuerySet[User]:
    return User.objects.filter(is_active=True, role__in=MANAGING).order_by("pk")


def _sees(user: User, case: Case) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()
