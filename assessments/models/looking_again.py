"""That the plan was looked at again after somebody died."""

from django.conf import settings
from django.db import models

from audit.classification import Classified
from cases.models import Case, Person


class LookedAgain(models.Model):
    """After a death, or the loss of a baby, somebody has looked at what the plan and the next
    meeting said of them: it is offered to nobody any more."""

    classified = Classified(
        about="family",
        none="at",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "looked at again"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], name="a_plan_is_looked_at_again_once_for_each_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Looked at again: {self.case}"
