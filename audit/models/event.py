"""What was done."""

from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models.entry import Entry


class Event(Entry):
    """One thing somebody did, in words a practitioner would use. Written once, never changed.

    The actor is held as values, so an event outlives the account that caused it.
    """

    classified = Classified(
        about="family",
        personal="actor_name",
        special="summary reason details",
        pseudonymous="actor_id family_id case_id subject subject_id request_id",
        none="at verb written xid salt",
        kept="as_its_record",
    )

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    family_id = models.BigIntegerField(null=True)
    case_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    summary = models.CharField(max_length=500)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["case_id", "-at", "-id"],
                condition=Q(case_id__isnull=False),
                name="events_of_a_case",
            ),
            models.Index(
                fields=["family_id", "-at", "-id"],
                condition=Q(family_id__isnull=False),
                name="events_of_a_family",
            ),
            models.Index(fields=["subject", "subject_id", "-at"], name="events_of_a_record"),
            models.Index(
                fields=["actor_id", "-at"],
                condition=Q(actor_id__isnull=False),
                name="events_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d %b %Y %H:%M} {self.actor_name}: {self.summary}"
