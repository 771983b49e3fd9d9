"""What was changed in a row, whichever way it came."""

from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models.entry import Entry


class Change(Entry):
    """One row added, changed or removed, written by the database itself.

    `before` and `after` hold the columns that changed; the whole row when it was added or
    removed. A statement of a bulk load is one entry with the number of its rows.
    """

    classified = Classified(
        about="family",
        personal="actor_name",
        special="why before after",
        pseudonymous="actor_id request_id row_id case_id family_id person_id",
        none="written xid salt at table operation rows",
        kept="as_its_record",
    )

    class Operation(models.TextChoices):
        INSERT = "insert", "Added"
        UPDATE = "update", "Changed"
        DELETE = "delete", "Removed"
        BULK = "bulk", "Written in bulk"
        TRUNCATE = "truncate", "Emptied"

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=300)
    request_id = models.CharField(max_length=40, blank=True)
    why = models.TextField(blank=True)
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=8, choices=Operation)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    rows = models.BigIntegerField(default=1)
    case_id = models.BigIntegerField(null=True)
    family_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["case_id", "-at", "-id"],
                condition=Q(case_id__isnull=False),
                name="changes_of_a_case",
            ),
            models.Index(
                fields=["family_id", "-at", "-id"],
                condition=Q(case_id__isnull=True, family_id__isnull=False),
                name="changes_of_a_family",
            ),
            models.Index(
                fields=["person_id", "-at"],
                condition=Q(person_id__isnull=False),
                name="changes_about_a_person",
            ),
            models.Index(
                fields=["table", "row_id"],
                condition=Q(case_id=None, family_id=None, person_id=None),
                name="changes_of_no_family",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d %b %Y %H:%M} {self.actor_name}: {self.operation} {self.table}"
