"""Professionals disagree about a decision: the resolution procedure and its stages."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from localities.resolution import Stage
from referrals.models.decision import Decision
from referrals.models.referral import Referral


class Disagreement(models.Model):
    """“I disagree”: who says so, why, what they want instead, and how it was resolved.

    Nothing that keeps a child safe waits for it.
    """

    classified = Classified(
        about="family",
        personal="raised_by_name raised_by_role",
        special="why wanted settled",
        none="raised_at ended_at outcome",
        kept="request_6",
    )

    class Outcome(models.TextChoices):
        STANDS = "stands", "The decision stands"
        CHANGED = "changed", "The request is decided again"
        WITHDRAWN = "withdrawn", "Withdrawn by whoever raised it"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="disagreements")
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="disagreements")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_by_name = models.CharField(max_length=200)
    raised_by_role = models.CharField(max_length=200, blank=True)
    why = models.TextField("why they disagree")
    wanted = models.TextField("what should be decided instead", blank=True)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    settled = models.TextField("what was agreed, and why", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"],
                condition=Q(ended_at__isnull=True),
                name="one_open_disagreement_about_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(raised_by_name=""),
                name="a_disagreement_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, outcome="", settled="")
                | (
                    Q(ended_at__isnull=False, ended_by__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(settled="")
                ),
                name="a_disagreement_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raised_by_name} disagrees: {self.get_outcome_display() or 'open'}"


class DisagreementStage(models.Model):
    """One stage of the procedure: who talks to whom, by when, and what came of it."""

    classified = Classified(
        about="family",
        personal="their_name",
        special="note",
        none="number started_on due_on ended_at",
        kept="request_6",
    )

    Number = Stage

    disagreement = models.ForeignKey(Disagreement, on_delete=models.CASCADE, related_name="stages")
    number = models.PositiveSmallIntegerField("stage", choices=Number)
    started_on = models.DateField()
    due_on = models.DateField()
    ours = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who speaks for the desk",
    )
    their_name = models.CharField("who speaks for the other side", max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField("what was said", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["disagreement", "number"], name="each_stage_of_a_disagreement_once"
            ),
            models.UniqueConstraint(
                fields=["disagreement"],
                condition=Q(ended_at__isnull=True),
                name="one_stage_of_a_disagreement_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("started_on")),
                name="a_stage_is_due_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(ended_at__isnull=True), name="stages_that_run"
            )
        ]

    def __str__(self) -> str:
        return f"Stage {self.number}: {self.get_number_display()}"
