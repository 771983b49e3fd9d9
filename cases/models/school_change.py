"""That a child went to another school, and what is handed over."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models.case import Case
from cases.models.person import Person
from localities.models import Agency


class SchoolChange(models.Model):
    """A child of a case left a school whose people worked with the family.

    Their access ended with it, unless a brother or sister goes there still (`still_there`): then
    the lead is asked. `writers` of the old school may leave one last note for the new one.
    """

    classified = Classified(
        about="family",
        personal="child_name",
        special="note why",
        pseudonymous="writers",
        none="new_may_be_named still_there led changed_at note_until note_at settled_at outcome",
        kept="child_25",
    )

    class Outcome(models.TextChoices):
        HANDED_OVER = "handed_over", "Handed over to the new school"
        NO_HANDOVER = "no_handover", "No handover"
        STAYS = "stays", "The old school stays in the team"
        ENDED = "ended", "The old school leaves the team"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="school_changes")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    child_name = models.CharField(max_length=210, help_text="As the old school knows the child")
    old = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    new_may_be_named = models.BooleanField(default=False, help_text="To the old school")
    still_there = models.BooleanField(default=False)
    led = models.BooleanField(default=False, help_text="Somebody of the old school led the case")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    writers = ArrayField(models.BigIntegerField(), default=list)
    note_until = models.DateField()
    note = models.TextField(blank=True)
    note_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    note_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, outcome="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="")),
                name="a_change_of_school_is_settled_by_somebody_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(note_at__isnull=True, note_by__isnull=True, note="")
                | (Q(note_at__isnull=False, note_by__isnull=False) & ~Q(note="")),
                name="a_last_note_has_a_writer_and_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"], condition=Q(settled_at__isnull=True), name="schools_to_hand_over"
            )
        ]

    def __str__(self) -> str:
        return f"{self.child_name} left {self.old}"
