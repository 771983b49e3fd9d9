"""Passing a family up to social care, and receiving one back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models.case import Case
from localities.resolution import Stage


class StepUp(Versioned):
    """A request that social care takes the lead, with the pack it was made on and the answer.

    The case stays open, "with social care", until a handover is recorded.
    """

    classified = Classified(
        about="family",
        personal="rung_whom answer_by",
        special="why_now tried child_voice family_told checklist pack manager_note answer_reason "
        "handover_note",
        pseudonymous="state urgent rung_at requested_at agreed_at sent_at answered_at "
        "handed_over_on",
        none="version",
        kept="child_25",
    )

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting for the manager"
        DECLINED = "declined", "Not agreed by the manager"
        SENT = "sent", "Sent, waiting for social care"
        ACCEPTED = "accepted", "Accepted by social care"
        RETURNED = "returned", "Returned by social care"
        HANDED_OVER = "handed_over", "Handed over"
        CAME_BACK = "came_back", "Accepted, then handed back"

    WAITING = (State.REQUESTED, State.SENT, State.ACCEPTED)
    NOT_TAKEN = (State.DECLINED, State.RETURNED)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="step_ups")
    state = models.CharField(max_length=11, choices=State, default=State.REQUESTED)
    urgent = models.BooleanField(
        default=False, help_text="Social care was rung first; the pack follows"
    )
    rung_at = models.DateTimeField(null=True, blank=True)
    rung_whom = models.CharField(max_length=200, blank=True)
    why_now = models.TextField()
    tried = models.TextField("what has been tried")
    child_voice = models.TextField("what the children say", blank=True)
    family_told = models.TextField("what the family was told and thinks", blank=True)
    checklist = models.JSONField(
        default=list, blank=True, help_text="Each step of the agreed procedure, done or why not"
    )
    pack = models.JSONField(default=dict, help_text="The record as it was when sent")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    agreed_at = models.DateTimeField(null=True, blank=True)
    manager_note = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.CharField("who in social care answered", max_length=200, blank=True)
    answer_reason = models.TextField(blank=True)
    handed_over_on = models.DateField(null=True, blank=True)
    handover_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=["requested", "sent", "accepted"]),
                name="one_step_up_in_progress_per_case",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="a_step_up_is_agreed_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(answer_reason=""),
                name="a_returned_step_up_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Step-up of {self.case}: {self.get_state_display()}"


class StepUpDispute(Versioned):
    """Somebody who works with the family disagrees that social care returned a step-up: the
    resolution procedure, one stage after the other, until it is settled.

    Nothing that keeps a child safe waits for it: another step-up may be sent meanwhile.
    """

    classified = Classified(
        about="family",
        special="answer why said settled",
        pseudonymous="raised_at ended_at stage due_on outcome",
        none="version",
        kept="child_25",
    )

    Stage = Stage

    class Outcome(models.TextChoices):
        STANDS = "stands", "Social care’s answer stands"
        AGAIN = "again", "Social care answers again"
        WITHDRAWN = "withdrawn", "Withdrawn"
        OVERTAKEN = "overtaken", "The case closed first"

    BY_HAND = (Outcome.AGAIN, Outcome.STANDS, Outcome.WITHDRAWN)

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="step_up_disputes")
    step_up = models.ForeignKey(StepUp, on_delete=models.CASCADE, related_name="disputes")
    answer = models.TextField("the reason social care gave")
    why = models.TextField("why it is disputed")
    said = models.TextField("what was said at the stages before", blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.PRACTITIONERS)
    due_on = models.DateField("day by which this stage ends")
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    settled = models.TextField("what was agreed, and why", blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="one_open_dispute_of_a_step_up_per_case",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, outcome="", settled="")
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(settled=""),
                name="a_dispute_of_a_step_up_ends_with_an_outcome",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_dispute_of_a_step_up_says_why"),
        ]

    def __str__(self) -> str:
        return f"Dispute of {self.step_up}: {self.get_outcome_display() or 'open'}"


class StepDown(Versioned):
    """A family that social care hands to early help, with what is still outstanding.

    `checked_at` says when its checklist was complete: every step done, or explained.
    """

    classified = Classified(
        about="family",
        personal="social_care_worker",
        special="outstanding plan checklist",
        pseudonymous="last_meeting_on received_on closes_on checked_at",
        none="version",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="step_downs")
    social_care_worker = models.CharField(max_length=200)
    last_meeting_on = models.DateField(null=True, blank=True)
    outstanding = models.TextField("outstanding actions", blank=True)
    plan = models.TextField(blank=True)
    received_on = models.DateField()
    closes_on = models.DateField("day social care closes", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    checklist = models.JSONField(
        default=list, blank=True, help_text="Each step of the agreed procedure, done or why not"
    )
    checked_at = models.DateTimeField("checklist complete", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="a_step_down_is_checked_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Step-down to {self.case}"


class StepDownAction(models.Model):
    """What social care leaves to be done: a fact that the family’s plan may take up."""

    classified = Classified(
        about="family",
        special="what",
        personal="who",
        pseudonymous="by_when",
        kept="child_25",
    )

    step_down = models.ForeignKey(StepDown, on_delete=models.CASCADE, related_name="actions")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=500)
    who = models.CharField(max_length=200, blank=True)
    by_when = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what
