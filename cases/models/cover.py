"""Who stands in for whom while they are away."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from audit.classification import Classified


class CoverQuerySet(models.QuerySet["Cover"]):
    def standing(self) -> "CoverQuerySet":
        """Not taken back, and not over: those that hold now and those to come."""
        return self.filter(ended_at__isnull=True, to_date__gte=timezone.localdate())


class Cover(models.Model):
    """That one worker covers for another from one day to another, both with.

    While it lasts they see the cases the other leads, and those of families the other looks after
    while they wait, and may do there what the other may. Read by `reach_of`.
    """

    classified = Classified(
        about="staff",
        personal="from_date to_date why",
        none="named_at ended_at",
        kept="staff_6",
    )

    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covered_by"
    )
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="covers"
    )
    from_date = models.DateField()
    to_date = models.DateField(help_text="The last day")
    why = models.CharField(max_length=200, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_cover_for_somebody_at_a_time",
                expressions=[
                    ("absent", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_date"),
                            F("to_date"),
                            RangeBoundary(inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("worker")), name="nobody_covers_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")), name="a_cover_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="a_cover_taken_back_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["worker"], condition=Q(ended_at__isnull=True), name="covers_of_a_worker"
            )
        ]

    def __str__(self) -> str:
        return f"{self.worker} covers for {self.absent}"
