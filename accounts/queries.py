"""Lists of people who sign in."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.roles import GIVEN_BY_AGENCIES


def people_of(contact: User) -> QuerySet[User]:
    """The people whose access this agency's contact looks after. One query."""
    open_ = Invitation.objects.filter(
        user=OuterRef("pk"),
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    if contact.agency_id is None:
        return User.objects.none()
    users = User.objects.filter(agency_id=contact.agency_id, role__in=GIVEN_BY_AGENCIES)
    return users.annotate(invited=Exists(open_)).order_by("ended_on", "sort_name", "pk")
