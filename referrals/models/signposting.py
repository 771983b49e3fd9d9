"""Telling a family who else can help, and asking later whether they went."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from localities.models import Service
from referrals.models.referral import Referral


class Signposting(models.Model):
    """One entry of the directory that was named to a family when their request was decided."""

    classified = Classified(
        about="family",
        special="note",
        none="at follow_up_on followed_up_at outcome",
        kept="request_6",
    )

    class Outcome(models.TextChoices):
        WENT = "went", "They went"
        DID_NOT_GO = "did_not_go", "They did not go"
        NOT_REACHED = "not_reached", "They could not be reached"
        NOT_KNOWN = "not_known", "Not known"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="signpostings")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="signpostings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    follow_up_on = models.DateField()
    followed_up_at = models.DateTimeField(null=True, blank=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["follow_up_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "service"], name="a_service_is_named_once_for_a_request"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", followed_up_at__isnull=True, followed_up_by__isnull=True)
                | (~Q(outcome="") & Q(followed_up_at__isnull=False, followed_up_by__isnull=False)),
                name="a_follow_up_has_an_outcome_a_time_and_who",
            ),
        ]
        indexes = [
            models.Index(
                fields=["follow_up_on", "id"],
                condition=Q(outcome=""),
                name="signposting_to_follow_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service} for {self.referral_id}"
