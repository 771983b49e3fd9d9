"""Locality surgeries: a day on which workers talk cases over with somebody experienced."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.days import in_words
from audit.models import Versioned
from cases.models.case import Case
from cases.models.contact import Contact
from localities.models import Agency, Locality


class Surgery(Versioned):
    """A day on which workers of a locality talk cases over with whoever leads it, such as a senior
    practitioner or a social work consultant. It names no family. One that was called off stays,
    and leaves its day to another."""

    classified = Classified(
        about="staff",
        personal="led_by called_off_why",
        none="version held_on place arranged_at attended_at called_off_at",
        kept="staff_6",
    )

    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="surgeries")
    held_on = models.DateField("day")
    place = models.CharField("when and where", max_length=200)
    led_by = models.CharField("who leads it", max_length=200, help_text="Name and role")
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    arranged_at = models.DateTimeField()
    attended_at = models.DateTimeField(
        "when it was written down who was there", null=True, blank=True
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    called_off_why = models.CharField("why it was called off", max_length=300, blank=True)

    class Meta:
        ordering = ["held_on", "id"]
        verbose_name_plural = "surgeries"
        constraints = [
            models.UniqueConstraint(
                fields=["locality", "held_on"],
                condition=Q(called_off_at=None),
                name="one_surgery_of_a_locality_a_day",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_by=None, called_off_why="")
                | Q(called_off_at__isnull=False, called_off_by__isnull=False, attended_at=None)
                & ~Q(called_off_why=""),
                name="a_surgery_called_off_says_who_and_why_and_was_not_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locality} surgery of {in_words(self.held_on)}"


class SurgeryGuest(models.Model):
    """That somebody was at a surgery, and for which agency. It gives them sight of no case."""

    classified = Classified(about="staff", personal="name", kept="staff_6")

    surgery = models.ForeignKey(Surgery, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class SurgeryItem(Versioned):
    """A case put forward to a surgery with a question, and the advice that was given.

    Whoever sees the case sees it on the agenda, and nobody else does: who is at the surgery hears
    of a family what the worker who presents it tells. `unnamed` records that it is to be talked
    over without names, where somebody is there who has no reason to know the family.
    """

    classified = Classified(
        about="family",
        special="question advice next_step outcome_why",
        pseudonymous="put_forward_at late unnamed outcome outcome_at next_by next_done_on",
        none="version",
        kept="child_25",
    )

    class Outcome(models.TextChoices):
        WAITING = "", "To be discussed"
        ADVISED = "advised", "Advice given"
        NOT_DISCUSSED = "not_discussed", "Not discussed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    surgery = models.ForeignKey(Surgery, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="surgery_items")
    question = models.TextField("what the surgery is asked")
    unnamed = models.BooleanField("talked over without names", default=False)
    late = models.BooleanField(default=False, help_text="Put forward after the agenda was closed")
    put_forward_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    put_forward_at = models.DateTimeField()
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    outcome = models.CharField(max_length=13, choices=Outcome, blank=True, default=Outcome.WAITING)
    outcome_why = models.CharField("why it was not discussed", max_length=300, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    advice = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_who = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    next_by = models.DateField(null=True, blank=True)
    next_done_on = models.DateField(null=True, blank=True)
    contact = models.OneToOneField(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The advice in the case’s timeline",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(outcome=""),
                name="a_case_is_put_forward_to_one_surgery_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True, outcome_by__isnull=True)
                | (~Q(outcome="") & Q(outcome_at__isnull=False, outcome_by__isnull=False)),
                name="what_came_of_a_surgery_has_a_time_and_who",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="advised") | ~Q(advice=""), name="advice_given_is_written"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_discussed") | ~Q(outcome_why=""),
                name="what_is_not_discussed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(next_step="", next_who__isnull=True, next_by__isnull=True)
                | (~Q(next_step="") & Q(next_who__isnull=False, next_by__isnull=False)),
                name="a_next_step_has_somebody_and_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_who", "next_by"],
                condition=Q(next_done_on__isnull=True, next_by__isnull=False),
                name="next_steps_of_surgeries",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} at {self.surgery}"
