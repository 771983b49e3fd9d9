"""A request about a family that lives in another council’s area."""

from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models.sent_on import WORDS_OF_SENT_ON, SentOn, answered_or_not
from referrals.models.referral import Referral


class RequestSentOn(SentOn):
    """A request that was sent on to the council in whose area the family lives."""

    classified = Classified(about="family", kept="request_6", **WORDS_OF_SENT_ON)

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="sent_on")

    class Meta:
        constraints = [
            answered_or_not("a_request_sent_on_is_answered_by_somebody"),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(answer=""), name="a_request_waits_for_one_council"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(answer=""), name="requests_without_receipt")
        ]
