"""The table of timescales: what is due, counted from what, whose work it is, and who is told when
it is late."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from audit.classification import Classified


class Timescale(models.Model):
    """One clock: what starts it, what ends it, and how long there is.

    A change is a new row with a later `from_date`; what is already due stays as it was.
    """

    classified = Classified(
        about="nobody",
        none="key due because starts_with ends_with length unit owner escalates_to "
        "escalates_after from_date to_date",
        kept="configuration",
    )

    class Happening(models.TextChoices):
        """Things that start or end a clock."""

        REQUEST_RECEIVED = "request_received", "Request received"
        REQUEST_DECIDED = "request_decided", "Request decided"
        CASE_OPENED = "case_opened", "Case opened"
        CASE_ALLOCATED = "case_allocated", "Case allocated"
        FAMILY_CONTACTED = "family_contacted", "Family contacted"
        ASSESSMENT_SUBMITTED = "assessment_submitted", "Assessment submitted"
        ASSESSMENT_RETURNED = "assessment_returned", "Assessment returned"
        ASSESSMENT_SIGNED_OFF = "assessment_signed_off", "Assessment signed off"
        PLAN_AGREED = "plan_agreed", "Plan agreed"
        TAF_HELD = "taf_held", "TAF meeting held"
        TAF_COPIED = "taf_copied", "Copy given to the family"
        STEP_UP_ASKED = "step_up_asked", "Step-up asked for"
        STEP_UP_DECIDED = "step_up_decided", "Step-up agreed to, or not"
        STEP_UP_SENT = "step_up_sent", "Step-up sent"
        PACK_TO_FOLLOW = "pack_to_follow", "Urgent step-up sent before its pack"
        PACK_COMPLETED = "pack_completed", "Pack of the urgent step-up completed"
        STEP_UP_ANSWERED = "step_up_answered", "Step-up answered"
        STEP_UP_ACCEPTED = "step_up_accepted", "Step-up accepted by social care"
        HANDED_OVER = "handed_over", "Handed over to social care, or handed back"
        CLOSING_ASKED = "closing_asked", "Closing asked for"
        CLOSING_SENT_BACK = "closing_sent_back", "Closing not authorised"
        DISAGREEMENT_RAISED = "disagreement_raised", "Disagreement raised"
        DISAGREEMENT_ESCALATED = "disagreement_escalated", "Disagreement taken a stage higher"
        DISAGREEMENT_SETTLED = "disagreement_settled", "Disagreement settled"
        SENT_ON = "sent_on", "Sent to another council"
        SENT_ON_ANSWERED = "sent_on_answered", "Answered by the other council"
        TAF_RECORDED = "taf_recorded", "TAF record written"
        CASE_CLOSED = "case_closed", "Case closed"
        CHECKED_3 = "checked_3", "First look after closure"
        CHECKED_6 = "checked_6", "Second look after closure"
        CHECKED_12 = "checked_12", "Last look after closure"
        TRANSFER_ASKED = "transfer_asked", "Another locality asked to take a case"
        TRANSFER_ANSWERED = "transfer_answered", "Answered by the other locality"

    class Unit(models.TextChoices):
        WORKING_DAYS = "working_days", "working days"
        WEEKS = "weeks", "weeks"
        MONTHS = "months", "months"

    class Owner(models.TextChoices):
        DESK = "desk", "Early help desk"
        LEAD = "lead", "Lead practitioner"
        MANAGER = "manager", "Locality manager"

    class Level(models.TextChoices):
        """To whom late work escalates: they are told too. It stays the work of whose it is."""

        MANAGER = "manager", "Locality manager"
        HEAD = "head", "Head of service"

    key = models.SlugField(max_length=40)
    due = models.CharField("what is due", max_length=100)
    because = models.CharField(
        max_length=150, help_text="Why, after the date: “six weeks since the last TAF”"
    )
    starts_with = models.CharField(max_length=30, choices=Happening)
    ends_with = models.CharField(max_length=30, choices=Happening)
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=Unit, default=Unit.WORKING_DAYS)
    owner = models.CharField(max_length=8, choices=Owner)
    escalates_to = models.CharField(max_length=8, choices=Level, blank=True)
    escalates_after = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Working days after the day it was due"
    )
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True, help_text="Last day it applies")

    class Meta:
        ordering = ["key", "from_date"]
        constraints = [
            ExclusionConstraint(
                name="one_timescale_of_a_key_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_date"),
                            F("to_date"),
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="a_timescale_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(length__gte=1), name="a_timescale_has_a_length"),
            models.CheckConstraint(
                condition=~Q(key="assessment") | Q(unit="working_days", length__range=(10, 45)),
                name="an_assessment_takes_10_to_45_working_days",
            ),
            models.CheckConstraint(
                condition=Q(escalates_to="", escalates_after=None)
                | (~Q(escalates_to="") & Q(escalates_after__gte=1)),
                name="an_escalation_says_to_whom_and_after_how_long",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due}: {self.how_long}"

    @property
    def how_long(self) -> str:
        """“1 working day”, “6 weeks”."""
        unit = str(self.get_unit_display())
        return f"{self.length} {unit.removesuffix('s') if self.length == 1 else unit}"

    @property
    def escalation(self) -> str:
        """“Locality manager, 2 working days late”; nothing where nobody else is told."""
        if not self.escalates_after:
            return ""
        days = "working day" if self.escalates_after == 1 else "working days"
        return f"{self.get_escalates_to_display()}, {self.escalates_after} {days} late"
