"""What the sender of a request was told, and how they get back to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Job
from referrals.models.referral import Referral


class Event(models.TextChoices):
    """What somebody who sent a request may be told of."""

    RECEIVED = "received", "Received"
    DECIDED = "decided", "Decided"
    ALLOCATED = "allocated", "Allocated"
    CLOSED = "closed", "Closed"


class Who(models.TextChoices):
    """What somebody who sent a request is to the family, which says how much they may know."""

    PROFESSIONAL = "professional", "A professional"
    FAMILY = "family", "The family"
    PUBLIC = "public", "The public"


class Answer(models.Model):
    """That the sender of a request was told something, or why not. Never changed.

    `text` is what went out, word for word. A letter that failed or came back is no answer: its
    job says so, and the request stands in “Not answered yet”.
    """

    classified = Classified(
        about="family",
        special="text why why_not",
        pseudonymous="at",
        none="event who way",
        kept="request_6",
    )

    class Way(models.TextChoices):
        EMAIL = "email", "By email"
        PAGE = "page", "On their own page"
        PHONE = "phone", "By telephone"
        LETTER = "letter", "By letter"
        IN_PERSON = "in_person", "In person"
        NOT_TOLD = "not_told", "Not told"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="answers")
    event = models.CharField(max_length=9, choices=Event)
    who = models.CharField("to whom", max_length=12, choices=Who)
    way = models.CharField("how", max_length=9, choices=Way)
    text = models.TextField("what they were told", blank=True)
    why = models.TextField(
        "why, in words for the sender", blank=True, help_text="Shown while a basis lasts"
    )
    why_not = models.TextField("why they were not told", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="not_told", text="") & ~Q(why_not="")
                | ~Q(way="not_told") & ~Q(text="") & Q(why_not=""),
                name="an_answer_says_what_was_told_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(way="email") | Q(letter__isnull=True),
                name="only_an_email_has_a_letter",
            ),
        ]
        indexes = [models.Index(fields=["referral", "event"], name="answers_of_a_request")]

    def __str__(self) -> str:
        return f"{self.referral}: {self.get_event_display()}, {self.get_way_display()}"


class ReplyPath(models.Model):
    """How somebody without an account gets back to the request they sent.

    A code opens the status page; of it only a digest is kept. Letters go to `email` once its
    owner has said from there that it is theirs, and where the sender said that this is safe.
    """

    classified = Classified(
        about="family",
        personal="email",
        pseudonymous="code_digest",
        none="asked_at confirmed_at",
        kept="request_6",
    )

    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="reply_path")
    code_digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(email=""),
                name="only_an_address_is_confirmed",
            )
        ]

    def __str__(self) -> str:
        return f"Way back to {self.referral}"
