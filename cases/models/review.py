"""The quarterly review of who has access to what: each decision, and the sign-off."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified


class AccessDecision(models.Model):
    """What was decided about one exception of a quarter: that access stays or ends, and why.

    Written once. `about` is the row the exception is about, which depends on the rule.
    """

    classified = Classified(
        about="staff",
        personal="who words reason by_name",
        pseudonymous="about user_id by_id",
        none="quarter rule answer at",
        kept="staff_6",
    )

    class Answer(models.TextChoices):
        KEEP = "keep", "Keep: it is right as it is"
        END = "end", "End it"

    quarter = models.DateField("first day of the quarter")
    rule = models.CharField(max_length=20)
    about = models.BigIntegerField()
    user_id = models.BigIntegerField(null=True)
    who = models.CharField(max_length=200)
    words = models.TextField()
    answer = models.CharField("Keep or end?", max_length=4, choices=Answer)
    reason = models.TextField("Why?")
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "rule", "about"], name="one_decision_per_exception_and_quarter"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_decision_on_access_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.answer}"


class AccessReview(models.Model):
    """That the access of a quarter was reviewed: who signed it off, when, and what was counted.

    Written once.
    """

    classified = Classified(
        about="staff", personal="by_name", none="quarter at counted", kept="staff_6"
    )

    quarter = models.DateField("first day of the quarter", unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    counted = models.JSONField(help_text="What was counted: label and number, in order")

    def __str__(self) -> str:
        return f"Access reviewed for the quarter from {self.quarter:%d %b %Y}"
