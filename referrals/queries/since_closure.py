"""What came to the desk about a family since its case closed: for how the closure has held."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.models import CaseChild, Closure, ClosureCheck
from cases.rules.sustaining import Fact
from referrals.models import Decision, Outcome, Referral, ReferralPerson

Finding = ClosureCheck.Finding


def requests_since(closure: Closure) -> Iterable[Fact]:
    """Each request about this family, of which no case came: one passed to social care as a
    step-up at the door, with the needs it named. One attached to another family is that one’s."""
    children = CaseChild.objects.filter(case=closure.case_id).values("person")
    named = ReferralPerson.objects.filter(referral=OuterRef("pk"), person__in=children)
    about = Q(family=closure.case.family_id) | (Q(family__isnull=True) & Exists(named))
    passed = Decision.objects.filter(
        referral=OuterRef("pk"), outcome=Outcome.SOCIAL_CARE, superseded_at__isnull=True
    )
    came = Referral.objects.filter(
        about, case__isnull=True, received_at__date__gt=closure.closed_on
    )
    for row in came.annotate(up=Exists(passed)).order_by("pk"):
        finding = Finding.STEPPED_UP if row.up else Finding.ASKED
        yield Fact(finding, timezone.localdate(row.received_at), frozenset(row.reasons))
