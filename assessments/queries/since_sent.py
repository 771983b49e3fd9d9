"""What happened in the family since an assessment was sent: for whoever signs it off."""

from django.db.models import QuerySet

from assessments.models import Assessment
from audit.models import Event

IN_THE_FAMILY = ("person.born", "family.joined", "family.left", "person.died")


def in_the_family_since_sent(assessment: Assessment) -> QuerySet[Event]:
    """Who was born, joined, left or died after it was sent, oldest first. The assessment could not
    say so any more."""
    rows = Event.objects.filter(
        family_id=assessment.case.family_id,
        verb__in=IN_THE_FAMILY,
        at__gt=assessment.submitted_at,
    )
    return rows.order_by("at", "pk")
