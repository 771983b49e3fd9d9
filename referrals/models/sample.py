"""Decisions drawn by chance for a manager to look at again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from referrals.models.decision import Decision


class Sample(models.Model):
    """A decision of a week that chance has chosen, and what a manager says of it."""

    classified = Classified(
        about="family",
        special="reason",
        none="week drawn_at verdict judged_at",
        kept="request_6",
    )

    class Verdict(models.TextChoices):
        AGREED = "agreed", "Agreed"
        OVERTURNED = "overturned", "Overturned"

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="sample")
    week = models.DateField(help_text="The Monday of the week it was decided in")
    drawn_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    reason = models.TextField(blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", judged_by__isnull=True, judged_at__isnull=True, reason="")
                | (
                    Q(judged_by__isnull=False, judged_at__isnull=False)
                    & ~Q(verdict="")
                    & ~Q(reason="")
                ),
                name="a_sampled_decision_is_judged_by_somebody_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["week", "id"], condition=Q(verdict=""), name="samples_to_judge")
        ]

    def __str__(self) -> str:
        return f"Week of {self.week:%d %b %Y}: {self.get_verdict_display() or 'to be looked at'}"
