"""Somebody who asked for an adult without children: told where to turn, and never opened."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from localities.models import Locality
from referrals.models.referral import Referral


class AdultContact(models.Model):
    """That the desk told somebody where an adult with no child or pregnancy finds help.

    No name is kept, and no record is opened: it counts how often this happens.
    """

    classified = Classified(
        about="family",
        special="about",
        pseudonymous="asked_by told",
        none="at",
        kept="year",
    )

    asked_by = models.CharField("who asked", max_length=12, choices=Referral.Sender)
    about = models.CharField("what it was about", max_length=300)
    told = models.CharField("where they were told to turn", max_length=300)
    locality = models.ForeignKey(
        Locality, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(told=""), name="an_adult_is_told_where_to_turn")
        ]

    def __str__(self) -> str:
        return f"An adult was told where to turn on {self.at:%d %b %Y}"
