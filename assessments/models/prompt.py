"""A prompt that was answered “not relevant”."""

from django.conf import settings
from django.db import models

from assessments.models.assessment import Assessment
from audit.classification import Classified
from cases.models import Case, Person


class PromptSetAside(models.Model):
    """That somebody found a prompt not relevant to this assessment: it does not come back."""

    classified = Classified(
        about="family",
        special="about",
        none="kind section at",
        kept="child_25",
    )

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="prompts_set_aside"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(max_length=20)
    section = models.SlugField(max_length=60)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    about = models.CharField(max_length=200, blank=True, help_text="Which need, or which step")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "prompts set aside"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "kind", "section", "person", "about"],
                nulls_distinct=False,
                name="a_prompt_is_set_aside_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.section}"
