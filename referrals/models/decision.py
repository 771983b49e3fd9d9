"""What the desk decided about a child."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models import Case
from cases.needs import Level
from referrals.models.referral import Referral, ReferralPerson


class Outcome(models.TextChoices):
    EARLY_HELP = "early_help", "Early help"
    ADVICE = "advice", "Advice and signposting"
    PANEL = "panel", "Panel"
    MORE_INFORMATION = "more_information", "More information needed"
    HARM = "harm", "Harm is alleged: to a social worker"
    SOCIAL_CARE = "social_care", "Social care"
    NO_ACTION = "no_action", "No further action"


# Not the end: the request goes on in a queue, and a later decision replaces this one.
NOT_FINAL = (Outcome.MORE_INFORMATION, Outcome.PANEL, Outcome.HARM)


class Decision(models.Model):
    """What was decided for one child of a request, by whom and why. One standing row a child."""

    classified = Classified(
        about="family",
        special="reason",
        pseudonymous="outcome level",
        none="decided_on decided_at superseded_at in_time overturned_at",
        kept="request_6",
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="decisions")
    child = models.ForeignKey(ReferralPerson, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=16, choices=Outcome)
    level = models.PositiveSmallIntegerField("level of need", choices=Level, null=True, blank=True)
    reason = models.TextField()
    decided_on = models.DateField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="When a later decision replaced it, or it was overturned"
    )
    in_time = models.BooleanField(
        null=True, blank=True, help_text="Whether the clock had not run out when it was taken"
    )
    overturned_at = models.DateTimeField(null=True, blank=True, help_text="By a manager’s sample")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(superseded_at__isnull=True),
                name="one_standing_decision_per_child",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_decision_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(outcome="early_help") | Q(level__isnull=False),
                name="early_help_names_the_level_of_need",
            ),
            models.CheckConstraint(
                condition=Q(overturned_at__isnull=True) | Q(superseded_at__isnull=False),
                name="what_is_overturned_stands_no_more",
            ),
        ]
        indexes = [
            models.Index(
                fields=["decided_on", "outcome"],
                include=["referral", "child"],
                condition=Q(superseded_at__isnull=True),
                name="decisions_by_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.child}: {self.get_outcome_display()}"
