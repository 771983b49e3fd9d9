"""What stands beside a request, read once for its page, its form and its rules."""

from django.db.models import Prefetch, prefetch_related_objects

from referrals.models import Allegation, Decision, Disagreement, Question, Referral, ReferralPerson


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
