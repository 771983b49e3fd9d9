"""A link by which one person of a family reads the plan, and what they said there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.plan import Plan
from audit.classification import Classified
from audit.models import Job, Versioned
from cases.models import Case, ContactWay, Person


class PlanLink(Versioned):
    """That one person of the family may read the plan at an address, with a code told apart.

    Of both only a digest is kept. `known` lists by key what stood against it when it was given:
    whatever has come since keeps it closed until somebody has looked and gives a new one.
    """

    classified = Classified(
        about="family",
        personal="language by_email",
        special="why_safe end_reason",
        pseudonymous="key_digest code_digest known opened_at",
        none="version until given_at tries locked_at ended_at",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plan_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_links")
    key_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    why_safe = models.TextField("how it is known that this is safe for them")
    by_email = models.BooleanField(help_text="Sent by email; else handed over by whoever gave it")
    way = models.ForeignKey(
        ContactWay,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The address it was sent to",
    )
    letter = models.ForeignKey(
        Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    language = models.CharField(max_length=2, default="en", help_text="Of the fixed words")
    until = models.DateField(help_text="The last day on which it opens")
    known = models.JSONField(default=list)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="Wrong codes since a right one")
    locked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="Last opened with its code")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_link_to_the_plan_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(why_safe=""), name="a_link_to_the_plan_says_why_it_is_safe"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="a_link_that_was_ended_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Link of {self.person} to the plan"


class FamilyWord(models.Model):
    """Something that somebody of the family said by their link: about the plan, or a part of it."""

    classified = Classified(
        about="family",
        special="words about_words saw",
        pseudonymous="kind about plan_digest said_at",
        none="read_at",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        COMMENT = "comment", "A comment"
        AGREES = "agrees", "Agrees with the plan"
        TALK = "talk", "Would like to talk about the plan"
        DONE = "done", "Says this is done"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="family_words")
    link = models.ForeignKey(PlanLink, on_delete=models.PROTECT, related_name="family_words")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    about = models.CharField(max_length=30, blank=True, help_text="goal-12, action-4: or the plan")
    about_words = models.TextField(blank=True, help_text="That part as they read it")
    words = models.TextField(blank=True)
    saw = models.JSONField(default=list, help_text="All of the plan as they read it")
    plan_digest = models.CharField(max_length=64, help_text="Of the goals and actions at the time")
    said_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by__isnull=True)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="words_of_a_family_are_read_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind="comment") | ~Q(words=""), name="a_comment_has_words"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-said_at"], name="words_of_a_family_on_a_case"),
            models.Index(
                fields=["case"], condition=Q(read_at__isnull=True), name="words_not_read_yet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.person})"
