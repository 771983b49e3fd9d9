"""What the plan does not work on: needs, and what social care left to be done."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.plan import Plan
from audit.classification import Classified
from cases.models import Case, Need, StepDownAction


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


class StepDownSetAside(models.Model):
    """That the plan does not take up something social care left to be done, and why."""

    classified = Classified(
        about="family",
        special="why",
        none="at",
        kept="child_25",
    )

    left = models.OneToOneField(StepDownAction, on_delete=models.PROTECT, related_name="set_aside")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "what social care left, set aside"
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""), name="what_social_care_left_is_set_aside_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left}: {self.why}"
