"""What becomes of a case when the family no longer agrees."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from cases.models.agreement import Agreement
from cases.models.case import Case
from cases.models.family import Family


class Withdrawal(models.Model):
    """That an agreement was withdrawn in the midst of a case, and what a manager answered.

    Sharing stopped with it, at once. Until it is answered nothing new is shared.
    """

    classified = Classified(
        about="family",
        special="why not_told_why",
        none="recorded_at due_on lead_shut_out answer answered_at family_told",
        kept="child_25",
    )

    class Answer(models.TextChoices):
        CLOSED = "closed", "Closed safely"
        REASSIGNED = "reassigned", "Given to a council lead"
        GOES_ON = "goes_on", "Goes on without agreement"

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="withdrawal")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="withdrawals")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="withdrawals")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(help_text="The same working day")
    lead_shut_out = models.BooleanField(
        default=False, help_text="The lead is a partner, who can no longer see the case"
    )
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True)
    family_told = models.BooleanField(
        null=True, help_text="Of going on without agreement: whether the family was told"
    )
    not_told_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True, why="")
                | (
                    Q(answered_by__isnull=False, answered_at__isnull=False)
                    & Q(answered_at__gte=F("recorded_at"))
                    & ~Q(answer="")
                    & ~Q(why="")
                ),
                name="a_withdrawal_is_answered_by_somebody_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(family_told__isnull=True, not_told_why="") & ~Q(answer="goes_on")
                    | Q(answer="goes_on", family_told__isnull=False)
                    & (
                        Q(family_told=True, not_told_why="")
                        | Q(family_told=False) & ~Q(not_told_why="")
                    )
                ),
                name="going_on_says_whether_the_family_was_told",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(answer=""), name="withdrawals_to_answer"
            ),
            models.Index(fields=["case", "-recorded_at"], name="withdrawals_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"Withdrawal of {self.recorded_at:%d %b %Y}: {self.get_answer_display() or 'waits'}"
