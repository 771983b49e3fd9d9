"""A factor of the children in need census that an assessment found."""

from django.db import models

from assessments.factors import FACTORS
from assessments.models.assessment import Answer, Assessment
from audit.classification import Classified
from cases.models import Case


class Factor(models.Model):
    """One factor ticked in an assessment that was signed off, as it stood then. “None of these”
    is one too; an assessment whose form asks for none has none."""

    classified = Classified(
        about="family",
        special="code",
        kept="child_25",
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="factors")
    answer = models.ForeignKey(
        Answer,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Where it was ticked: whoever may read that reads this",
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("factor", max_length=3, choices=list(FACTORS.items()))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "code"], name="a_factor_is_found_once_per_assessment"
            )
        ]

    def __str__(self) -> str:
        return self.code
