"""How long a record is kept: what stops its disposal, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models.family import Family
from cases.models.person import Person


class LegalHold(models.Model):
    """That a family's record, or one person's, must not be disposed of: why, and until when."""

    classified = Classified(
        about="family",
        personal="whose",
        special="reason end_reason",
        none="from_date ended_on",
        kept="as_its_record",
    )

    family = models.ForeignKey(
        Family, null=True, blank=True, on_delete=models.PROTECT, related_name="legal_holds"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="legal_holds"
    )
    whose = models.CharField(max_length=200, help_text="As named when it was set")
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(family__isnull=False, person__isnull=True)
                | Q(family__isnull=True, person__isnull=False),
                name="a_legal_hold_is_on_a_family_or_a_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_legal_hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="a_legal_hold_is_ended_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Legal hold since {self.from_date:%d %b %Y}"


class Disposal(Versioned):
    """That the time of a family's record has come, and what was decided. Lists; erases nothing.

    The family's name stands here as a value, for who decides sees no case; it goes with the rest.
    """

    classified = Classified(
        about="family",
        personal="name",
        special="reason",
        pseudonymous="reference",
        none="version record_class why due_on listed_on state keep_until decided_at disposed_at",
        kept="as_its_record",
    )

    class State(models.TextChoices):
        DUE = "due", "Due for disposal"
        AGREED = "agreed", "Being disposed of"
        DISPOSED = "disposed", "Disposed of"
        KEPT = "kept", "Kept longer"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="disposals")
    reference = models.CharField(max_length=14)
    name = models.CharField(max_length=150)
    record_class = models.SlugField(max_length=40)
    why = models.CharField(max_length=300)
    due_on = models.DateField()
    listed_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    keep_until = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(state__in=["due", "agreed"]),
                name="one_disposal_in_progress_per_family",
            ),
            models.CheckConstraint(
                condition=Q(state="due") | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="a_decided_disposal_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(keep_until__isnull=False),
                name="what_is_kept_longer_is_kept_until_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(state="due"), name="records_due_for_disposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_state_display().lower()}"
