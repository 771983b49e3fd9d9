"""That somebody says a child is harmed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from referrals.models.referral import Referral, ReferralPerson


class Allegation(models.Model):
    """What somebody says about a child of a request, and which social worker looked into it.

    Whose words they are always stands beside them: it is never shown as fact.
    """

    classified = Classified(
        about="family",
        personal="said_by",
        special="words found",
        none="recorded_at looked_into_at",
        kept="request_6",
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="allegations")
    child = models.ForeignKey(ReferralPerson, on_delete=models.CASCADE, related_name="allegations")
    said_by = models.CharField("who says so", max_length=200)
    words = models.TextField("what they say")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    looked_into_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    looked_into_at = models.DateTimeField(null=True, blank=True)
    found = models.TextField("what the social worker decided, and why", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(said_by="") & ~Q(words=""), name="an_allegation_names_its_source"
            ),
            models.CheckConstraint(
                condition=Q(looked_into_by__isnull=True, looked_into_at__isnull=True, found="")
                | (Q(looked_into_by__isnull=False, looked_into_at__isnull=False) & ~Q(found="")),
                name="a_named_social_worker_looked_into_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said_by} says: {self.words[:60]}"
