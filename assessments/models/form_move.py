"""That an assessment in progress was moved to another version of its form."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.models.assessment import Assessment
from assessments.models.form import FormVersion
from audit.classification import Classified
from cases.models import Case


class FormMove(models.Model):
    """One assessment, from one version of its form to another. Its answers went along or aside.

    Taking it back is a move the other way; `undoes` says of which.
    """

    classified = Classified(
        about="family",
        none="moved_at answers_moved answers_aside",
        kept="child_25",
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="form_moves")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    from_form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    to_form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answers_moved = models.PositiveIntegerField(help_text="Answers that have another place or form")
    answers_aside = models.PositiveIntegerField(help_text="Answers that are kept, but not asked")
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_form=F("to_form")), name="a_form_is_moved_to_another_version"
            )
        ]
        indexes = [models.Index(fields=["assessment", "-moved_at"], name="moves_of_an_assessment")]

    def __str__(self) -> str:
        return f"{self.from_form} to {self.to_form}"
