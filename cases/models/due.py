"""What is due, and by when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from cases.models.case import Case
from localities.models import Timescale

# What is due while social care leads; the rest waits for whether the family comes back.
PACK = "step_up_pack"
WITH_SOCIAL_CARE = (PACK, "handover")
OF_THE_MANAGER = ("step_up_request", "step_up_answer", "handover")  # of a step-up
OF_A_STEP_UP = (*OF_THE_MANAGER, PACK)


class DueQuerySet(models.QuerySet["Due"]):
    def still_open(self) -> Self:
        """Neither done nor cancelled."""
        return self.filter(done_on__isnull=True, cancelled_on__isnull=True)


class Due(models.Model):
    """One thing due on a case, made by a clock of the table of timescales."""

    classified = Classified(
        about="family",
        personal="because",
        pseudonymous="what started_on due_on escalates_on paused_until done_on cancelled_on",
        none="key owner escalates_to",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dues")
    timescale = models.ForeignKey(Timescale, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    what = models.CharField(max_length=100)
    because = models.CharField(max_length=150)
    owner = models.CharField(max_length=8, choices=Timescale.Owner)
    started_on = models.DateField()
    due_on = models.DateField()
    escalates_to = models.CharField(max_length=8, choices=Timescale.Level, blank=True)
    escalates_on = models.DateField(
        null=True, blank=True, help_text="From this day they are told of it too, if it is not done"
    )
    paused_until = models.DateField(
        null=True, blank=True, help_text="The day its clock goes on, as long as it stands still"
    )
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cancelled_on = models.DateField(null=True, blank=True)

    objects = DueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=Q(done_on__isnull=True, cancelled_on__isnull=True),
                name="one_open_due_of_a_kind_per_case",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(cancelled_on__isnull=True),
                name="what_is_done_is_not_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(escalates_to="", escalates_on=None)
                | (~Q(escalates_to="") & Q(escalates_on__isnull=False)),
                name="what_escalates_says_to_whom_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"],
                condition=Q(done_on__isnull=True, cancelled_on__isnull=True),
                name="open_dues_of_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} due {self.due_on:%a %d %b %Y}"

    def stands_still(self, day: date) -> bool:
        """Whether its clock is paused on this day."""
        return self.paused_until is not None and day < self.paused_until


class DuePause(models.Model):
    """That the clock of one thing due stands still from one day until another, and why.

    `left` is how many days were left when it began: working days, or days of the calendar where
    the clock is counted in weeks or months. From the day it goes on that many are left again.
    """

    classified = Classified(
        about="family",
        special="reason",
        pseudonymous="started_on until left ended_on",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="due_pauses")
    due = models.ForeignKey(Due, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=300)
    started_on = models.DateField()
    until = models.DateField(help_text="The day it goes on by itself")
    left = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True, help_text="Where it went on before that")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="what_stands_still_says_why"),
            models.CheckConstraint(
                condition=Q(until__gt=F("started_on")), name="a_clock_goes_on_after_it_stood_still"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True)
                | Q(ended_on__gte=F("started_on"), ended_on__lte=F("until")),
                name="a_pause_ends_between_its_days",
            ),
        ]
        indexes = [models.Index(fields=["case", "-started_on"], name="pauses_of_a_case")]

    def __str__(self) -> str:
        return f"{self.due.what} stood still from {self.started_on:%d %b %Y}"
