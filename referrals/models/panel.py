"""Panels: who meets when about which requests, and what came of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.classification import Classified
from audit.models import Versioned
from localities.models import Agency
from referrals.models.referral import Referral


class Panel(Versioned):
    """One meeting of agencies about children for whom nobody plainly leads."""

    classified = Classified(
        about="staff",
        none="version meets_at place joining state held_at papers_at",
        kept="request_6",
    )

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CALLED_OFF = "called_off", "Called off"

    meets_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    joining = models.CharField("how to join online", max_length=300, blank=True)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panels_chaired"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    held_at = models.DateTimeField(null=True, blank=True, help_text="When its record was closed")
    papers_at = models.DateTimeField(
        null=True, blank=True, help_text="When papers were first made: later items are late"
    )

    class Meta:
        ordering = ["meets_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", held_at__isnull=False)
                | (~Q(state="held") & Q(held_at__isnull=True)),
                name="a_panel_that_was_held_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(joining=""), name="a_panel_has_a_place_or_a_link"
            ),
        ]
        indexes = [models.Index(fields=["state", "meets_at"], name="panels_by_date")]

    def __str__(self) -> str:
        return f"Panel of {self.meets_at:%d %b %Y}"

    @property
    def is_not_recorded(self) -> bool:
        """Its day is over, and nobody has closed its record: its members read on."""
        over = timezone.localdate(self.meets_at) < timezone.localdate()
        return over and self.state == self.State.PLANNED


class PanelMember(models.Model):
    """Somebody who sits on a panel for an agency. They read its items while it is planned."""

    classified = Classified(
        about="staff",
        none="attendance added_at removed_at",
        kept="request_6",
    )

    class Attendance(models.TextChoices):
        ATTENDED = "attended", "Attended"
        APOLOGIES = "apologies", "Sent apologies"
        ABSENT = "absent", "Did not come"

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_seats"
    )
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    attendance = models.CharField(max_length=9, choices=Attendance, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "user"],
                condition=Q(removed_at__isnull=True),
                name="one_seat_for_each_member_of_a_panel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.panel_id}"


class PanelItem(Versioned):
    """A request on the agenda of a panel, and what the panel did with it."""

    classified = Classified(
        about="family",
        special="late_why outcome_reason",
        none="version added_at late outcome outcome_at",
        kept="request_6",
    )

    class Outcome(models.TextChoices):
        DECIDED = "decided", "Decided"
        DEFERRED = "deferred", "Deferred"
        RETURNED = "returned", "Given back to the desk"
        TAKEN_OFF = "taken_off", "Taken off the agenda"

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="items")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="panel_items")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    late = models.BooleanField(default=False, help_text="Added after papers were made")
    late_why = models.TextField("why it could not wait", blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    outcome_reason = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lead_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(outcome=""),
                name="a_request_is_on_one_agenda_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(late=False) | ~Q(late_why=""), name="a_late_item_says_why"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at__isnull=True, outcome_by__isnull=True)
                | (~Q(outcome="") & Q(outcome_at__isnull=False, outcome_by__isnull=False)),
                name="an_outcome_of_an_item_has_a_time_and_who",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(outcome_reason=""),
                name="an_outcome_of_an_item_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["panel"], name="items_of_a_panel")]

    def __str__(self) -> str:
        return f"{self.referral_id} at {self.panel_id}"
