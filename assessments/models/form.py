"""The forms assessments are written on: versioned data, loaded from files."""

from django.db import models

from assessments.definition import ASSESSMENTS, Purpose
from audit.classification import Classified


class FormVersion(models.Model):
    """One version of a form. What was begun on a version stays on it and stays readable."""

    classified = Classified(
        about="nobody",
        none="key number title purpose effective_from definition digest",
        kept="configuration",
    )

    key = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    purpose = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in Purpose],
        default=Purpose.ASSESSMENT.value,
        db_default=Purpose.ASSESSMENT.value,
        help_text="What it is for, as the form’s file says",
    )
    effective_from = models.DateField()
    definition = models.JSONField(help_text="Sections and questions, as in the form's file")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file it was loaded from")

    class Meta:
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="one_row_per_form_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    @property
    def is_record(self) -> bool:
        """Finished by whoever writes it, without sign-off."""
        return self.purpose not in ASSESSMENTS
