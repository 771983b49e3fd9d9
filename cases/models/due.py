"""What is due, and by when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models.case import Case
from localities.models import Timescale


class Due(models.Model):
    """One thing due on a case, made by a clock of the table of timescales."""

    classified = Classified(
        about="family",
        personal="because",
        pseudonymous="what started_on due_on done_on cancelled_on",
        none="key owner",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dues")
    timescale = models.ForeignKey(Timescale, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    what = models.CharField(max_length=100)
    because = models.CharField(max_length=150)
    owner = models.CharField(max_length=8, choices=Timescale.Owner)
    started_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cancelled_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=Q(done_on__isnull=True, cancelled_on__isnull=True),
                name="one_open_due_of_a_kind_per_case",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(cancelled_on__isnull=True),
                name="what_is_done_is_not_cancelled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"],
                condition=Q(done_on__isnull=True, cancelled_on__isnull=True),
                name="open_dues_of_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} due {self.due_on:%a %d %b %Y}"
