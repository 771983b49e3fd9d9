"""A family that lives, or now lives, in another council’s area."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models.case import Case
from localities.models import OtherCouncil


class SentOn(Versioned):
    """That a family was handed to another council: to whom, how, and what they answered.

    Until their receipt or refusal stands here the family is ours.
    """

    class Answer(models.TextChoices):
        NONE = "", "No answer yet"
        RECEIPT = "receipt", "They have the family"
        REFUSAL = "refusal", "They refuse it"

    class How(models.TextChoices):
        SECURE_EMAIL = "secure_email", "By secure e-mail"
        TELEPHONE = "telephone", "By telephone"

    council = models.ForeignKey(
        OtherCouncil, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    council_name = models.CharField(max_length=200)
    secure_email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    how = models.CharField(max_length=12, choices=How)
    why = models.TextField("how we know that they live there")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(help_text="By when they should answer")
    answer = models.CharField(max_length=7, choices=Answer, default=Answer.NONE, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField("who of the other council", max_length=200, blank=True)
    answer_words = models.TextField("what they said", blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"Sent on to {self.council_name}"


WORDS_OF_SENT_ON: dict[str, str] = {
    "personal": "secure_email phone answered_by council_name",
    "special": "why answer_words",
    "pseudonymous": "answered_on answer",
    "none": "version how sent_at due_on",
}


def answered_or_not(name: str) -> models.CheckConstraint:
    """An answer has a day, somebody who gave it and somebody who wrote it down, or none of it."""
    return models.CheckConstraint(
        condition=Q(answer="", answered_on__isnull=True, answered_by="", recorded_by__isnull=True)
        | (
            ~Q(answer="")
            & Q(answered_on__isnull=False, recorded_by__isnull=False)
            & ~Q(answered_by="")
        ),
        name=name,
    )


class CaseSentOn(SentOn):
    """A family with a case that moved away."""

    classified = Classified(about="family", kept="child_25", **WORDS_OF_SENT_ON)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sent_on")

    class Meta:
        constraints = [
            answered_or_not("a_family_sent_on_is_answered_by_somebody"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(answer=""), name="a_family_waits_for_one_council"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(answer=""), name="families_without_receipt")
        ]
