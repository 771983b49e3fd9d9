"""Needs that the plan does not work on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.plan import Plan
from audit.classification import Classified
from cases.models import Case, Need


class NeedSetAside(models.Model):
    """That a need has no goal in the plan, and why: somebody else helps, or it waits."""

    classified = Classified(
        about="family",
        special="why",
        none="at",
        kept="child_25",
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="set_aside")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "needs set aside"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "need"], name="a_need_is_set_aside_once_per_plan"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_need_is_set_aside_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.why}"
