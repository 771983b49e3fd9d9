"""Keys with which other systems read the API."""

import hashlib
import secrets

from django.db import models
from django.utils import timezone

from accounts.models.user import User
from audit.classification import Classified


class ApiToken(models.Model):
    """A token of a user, kept as its SHA-256 only. What the user may, the token may."""

    classified = Classified(
        about="staff",
        pseudonymous="digest",
        none="name made_at used_at revoked_at",
        kept="year",
    )

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, *, user: User, name: str) -> tuple["ApiToken", str]:
        """A new token and its text, which is shown once and kept nowhere."""
        text = secrets.token_urlsafe(32)
        token = cls.objects.create(
            user=user, name=name, digest=cls.digest_of(text), made_at=timezone.now()
        )
        return token, text

    @staticmethod
    def digest_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()
