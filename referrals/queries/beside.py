"""What stands beside a request, read once for its page, its form and its rules."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from referrals.describing import age_words
from referrals.models import (
    Allegation,
    Decision,
    Disagreement,
    Question,
    Referral,
    ReferralPerson,
    StepDownRequest,
)


def fetch_beside(referral: Referral) -> None:
    """Its people, decisions, questions, allegations and disagreements: five queries, after which
    `referral.people.all()` and its like, which the rules ask too, cost none."""
    people = ReferralPerson.objects.select_related("person")
    decisions = Decision.objects.select_related("child", "decided_by", "case")
    allegations = Allegation.objects.select_related("child", "recorded_by", "looked_into_by")
    questions = Question.objects.select_related("answered_by")
    prefetch_related_objects(
        [referral],
        Prefetch("people", people),
        Prefetch("decisions", decisions.order_by("child_id")),
        Prefetch("questions", questions.order_by("-asked_at")),
        Prefetch("allegations", allegations.order_by("-recorded_at", "child_id")),
        Prefetch("disagreements", Disagreement.objects.order_by("-raised_at")),
    )


def standing_decisions(referral: Referral) -> list[Decision]:
    """What is decided for each child now, of a request that `fetch_beside` has read."""
    return [row for row in referral.decisions.all() if row.superseded_at is None]


def people_of(referral: Referral) -> list[tuple[ReferralPerson, str]]:
    """Everybody it names, each with their age in words."""
    today = timezone.localdate()
    return [(row, age_words(row, today)) for row in referral.people.all()]


def step_down_of(referral: Referral) -> StepDownRequest | None:
    """What only social care says, of a request that is a step-down."""
    if referral.kind != Referral.Kind.STEP_DOWN:
        return None
    return StepDownRequest.objects.filter(referral=referral).first()
