"""What was looked at."""

from django.db import models

from audit.classification import Classified
from audit.models.entry import Entry


class Look(Entry):
    """One opening of a record, search, export or report, written before the page is sent."""

    classified = Classified(
        about="family",
        personal="actor_name what details",
        pseudonymous="actor_id family_id case_id request_id",
        none="at kind written xid salt",
        kept="as_its_record",
    )

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        LISTED = "listed", "Listed"
        SEARCHED = "searched", "Searched"
        EXPORTED = "exported", "Exported"
        DOWNLOADED = "downloaded", "Downloaded"
        ON_DUTY = "on_duty", "Opened on duty, for a caller"

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    what = models.CharField(max_length=200)
    family_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case_id", "-at"], name="looks_at_a_case"),
            models.Index(fields=["family_id", "-at"], name="looks_at_a_family"),
            models.Index(fields=["actor_id", "-at"], name="looks_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d %b %Y %H:%M} {self.actor_name} {self.kind} {self.what}"
