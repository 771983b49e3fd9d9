"""The door by which somebody comes in for the first time."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User
from audit.classification import Classified

LASTS = timedelta(days=7)


class Invitation(models.Model):
    """A link in an e-mail to one person, kept as its SHA-256 only: once, within seven days."""

    classified = Classified(
        about="staff",
        pseudonymous="digest made_by_id",
        none="made_at expires_at used_at withdrawn_at",
        kept="year",
    )

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_person",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="an_invitation_is_used_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def open(self) -> bool:
        return not (self.used_at or self.withdrawn_at) and timezone.now() < self.expires_at
