"""Who of a school is told of domestic abuse notifications."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from localities.models import Agency


class KeyAdult(models.Model):
    """The one named adult of a school, and the deputy who stands in for them."""

    classified = Classified(
        about="staff",
        none="from_date ended_on",
        kept="staff_6",
    )

    school = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="key_adults",
        limit_choices_to={"kind": Agency.Kind.EDUCATION},
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="who"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_date = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(ended_on__isnull=True),
                name="one_key_adult_per_school",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.school}"
