"""That two records were found to be of one person, and everything that was done about it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models.person import Person


class Merge(Versioned):
    """Two records of one person became one: by whom, why, and which value stood where they
    differed. What was moved stands in `MergedRow`, so that a wrong merge can be split."""

    classified = Classified(
        about="family",
        special="reason mistake chosen split_reason",
        none="version at split_at",
        kept="child_25",
    )

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged_by")
    reason = models.TextField("why they are one person")
    mistake = models.TextField("how it is known which number is wrong", blank=True)
    chosen = models.JSONField(default=list, help_text="Field, both values, and which stood")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    split_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    split_at = models.DateTimeField(null=True, blank=True)
    split_reason = models.TextField("why they are two people", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_merge_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(kept=F("merged")), name="a_merge_is_of_two_records"
            ),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(split_at__isnull=True),
                name="a_record_is_merged_once_until_it_is_split",
            ),
            models.CheckConstraint(
                condition=Q(split_at__isnull=True, split_by__isnull=True, split_reason="")
                | (Q(split_at__isnull=False, split_by__isnull=False) & ~Q(split_reason="")),
                name="a_merge_is_split_by_somebody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Merged on {self.at:%d %b %Y}"


class MergedRow(models.Model):
    """One row that a merge or its split touched, by table, number and column.

    Read by the product alone: it may be of a family that whoever sees the person does not.
    """

    classified = Classified(
        about="family",
        special="before after",
        pseudonymous="row_id",
        none="what table column",
        kept="child_25",
    )

    class What(models.TextChoices):
        OWN = "own", "Was the kept record’s own"
        MOVED = "moved", "Moved to the kept record"
        CHANGED = "changed", "Changed by the merge"
        ASIDE = "aside", "Set aside: the kept record has its own"
        ADDED = "added", "Written by the merge"
        PLACED = "placed", "Added after the merge, and given to the other at the split"

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    what = models.CharField(max_length=7, choices=What)
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    column = models.CharField(max_length=63, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.table} {self.row_id}"
