"""Cases whose help drifts and to which no manager has seen of late."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cases.drifting_rules import LONG, SEEN_TO, UNCHANGED, UNSEEN, Course, signs_of_drift
from cases.journey import Stage
from cases.models import Case, Contact

WORKED = [Stage.ASSESSING, Stage.SIGN_OFF, Stage.PLANNING, Stage.SUPPORTING]


def that_drift(cases: Any) -> Any:
    """Of these cases those somebody works on that drift, as `cases.drifting_rules` says."""
    today = timezone.localdate()
    noted = Contact.objects.filter(
        case=OuterRef("pk"),
        kind=Contact.Kind.OVERSIGHT,
        happened_at__date__gt=today - SEEN_TO,
    )
    unseen = Q(last_contact_on__lte=today - UNSEEN) | Q(
        last_contact_on=None, opened_on__lte=today - UNSEEN
    )
    drifts = Q(opened_on__lte=today - LONG) | unseen | Q(reviews_unchanged__gte=UNCHANGED)
    found = cases.filter(drifts, stage__in=[stage.value for stage in WORKED])
    return found.exclude(Exists(noted)).annotate(since=F("opened_on"))


def signs_of(case: Case) -> list[str]:
    course = Course(case.opened_on, case.last_contact_on, case.reviews_unchanged)
    return signs_of_drift(course, timezone.localdate())
