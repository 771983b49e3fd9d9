"""A private address at which a calendar reads somebody’s due work."""

import hashlib
import secrets

from django.db import models
from django.db.models import Q

from accounts.models.user import User
from audit.classification import Classified


class CalendarAddress(models.Model):
    """The address a person’s own calendar reads, kept as its SHA-256 only. One works at a time.

    Whoever has it reads kinds of work, days and references, and no name.
    """

    classified = Classified(
        about="staff",
        pseudonymous="digest",
        none="made_at used_at revoked_at",
        kept="year",
    )

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_addresses")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at__isnull=True),
                name="one_calendar_address_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"

    @staticmethod
    def new_text() -> str:
        return secrets.token_urlsafe(32)

    @staticmethod
    def digest_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()
