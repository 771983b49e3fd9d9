"""Former identities, as those who are cleared for them find them."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import ROLES, May
from cases.models import Cleared, ClosedIdentity, Person
from localities.models import Agency

MAY_READ = {May.WORK, May.DECIDE, May.RESTRICT, May.HANDLE_RIGHTS}  # what reads a record at all


def identities_for(user: Any) -> QuerySet[ClosedIdentity]:
    """Those this user is cleared for. Who closed one and is not cleared does not find it again."""
    mine = Cleared.objects.filter(user=user.pk, ended_at__isnull=True)
    people = Person.objects.visible_to(user)
    return ClosedIdentity.objects.filter(
        pk__in=mine.values("identity"), person__in=people.values("pk")
    )


def may_be_cleared() -> QuerySet[User]:
    roles = [key for key, role in ROLES.items() if role.may & MAY_READ]
    council = Q(agency__isnull=True) | Q(agency__kind=Agency.Kind.COUNCIL)
    people = User.objects.filter(council, is_active=True, role__in=roles)
    return people.order_by("sort_name")
