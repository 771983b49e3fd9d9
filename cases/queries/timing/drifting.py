"""Cases whose help drifts and to which no manager has seen of late."""

from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.journey import Stage
from cases.models import Case, Contact
from cases.rules.drifting import LONG, SEEN_TO, UNCHANGED, UNSEEN, Course, signs_of_drift

WORKED = [Stage.ASSESSING, Stage.SIGN_OFF, Stage.PLANNING, Stage.SUPPORTING]


def that_drift(cases: Any) -> Any:
    """Of these cases those somebody works on that drift, as `cases.rules.drifting` says."""
    today = timezone.localdate()
    noted = Contact.objects.filter(
        case=OuterRef("pk"),
        kind=Contact.Kind.OVERSIGHT,
        happened_at__date__gt=today - SEEN_TO,
    )
    drifts = (
        Q(opened_on__lte=today - LONG)
        | Q(next_contact_by__lte=today)
        | Q(reviews_unchanged__gte=UNCHANGED)
    )
    found = cases.annotate(next_contact_by=_next_contact_by()).filter(
        drifts, stage__in=[stage.value for stage in WORKED]
    )
    return found.exclude(Exists(noted)).annotate(since=F("opened_on"))


def _next_contact_by() -> Any:
    """The day until which the last contact, or the opening, is as recent as agreed."""
    days = Coalesce("contact_every", UNSEEN) * 7
    return ExpressionWrapper(
        Coalesce("last_contact_on", "opened_on") + days, output_field=DateField()
    )


def signs_of(case: Case) -> list[str]:
    course = Course(
        case.opened_on, case.last_contact_on, case.reviews_unchanged, case.contact_every
    )
    return signs_of_drift(course, timezone.localdate())
