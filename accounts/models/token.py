"""Keys with which other systems use the API."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models.user import User
from audit.classification import Classified
from localities.models import Agency


class TokenScope(models.TextChoices):
    """What a token is for. It opens nothing that its account may not do as well."""

    SEND = "referrals:write", "Send requests for support"
    NOTIFY = "notifications:write", "Send domestic abuse notifications"
    STEP_DOWN = "step-downs:write", "Send step-downs from social care"
    READ_SENT = "referrals:read", "Read what became of what it sent"
    MATCH = "matches:read", "Ask whether a person is known"
    FIGURES = "figures:read", "Read figures"


# Whose systems alone may have a token for it: of an agency of this kind.
FOR_AGENCIES: dict[str, Agency.Kind] = {
    TokenScope.NOTIFY: Agency.Kind.POLICE,
    TokenScope.STEP_DOWN: Agency.Kind.COUNCIL,
}


class ApiToken(models.Model):
    """A token of an agency, kept as its SHA-256 only, which acts in the name of one account.

    What it opens is what its scopes name, its account may, and no more.
    """

    classified = Classified(
        about="staff",
        pseudonymous="digest",
        none="name scopes made_at used_at revoked_at expires_on",
        kept="year",
    )

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="api_tokens"
    )
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20, choices=TokenScope), default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_on = models.DateField(
        null=True, blank=True, help_text="The last day it works; empty: until it is revoked"
    )
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "token"
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_by__isnull=True) | Q(revoked_at__isnull=False),
                name="a_token_revoked_by_somebody_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=TokenScope.values),
                name="a_token_is_for_what_there_is",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def in_words(self) -> list[str]:
        """What it is for, with the words the API's document uses."""
        return [f"{TokenScope(scope).label} ({scope})" for scope in self.scopes]

    @classmethod
    def make(
        cls,
        *,
        user: User,
        name: str,
        scopes: Iterable[str] = (TokenScope.FIGURES,),
        agency: Agency | None = None,
        by: User | None = None,
        expires_on: date | None = None,
    ) -> tuple["ApiToken", str]:
        """A new token and its text, which is shown once and kept nowhere."""
        text = secrets.token_urlsafe(32)
        token = cls.objects.create(
            user=user,
            agency=agency or user.agency,
            name=name,
            digest=cls.digest_of(text),
            scopes=sorted(set(scopes)),
            made_at=timezone.now(),
            made_by=by,
            expires_on=expires_on,
        )
        return token, text

    @staticmethod
    def digest_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    def is_of_its_agency(self, scope: str) -> bool:
        """Whether agencies of its kind may have a token for this."""
        kind = FOR_AGENCIES.get(scope)
        return kind is None or bool(self.agency and self.agency.kind == kind)

    @property
    def works(self) -> bool:
        """Neither revoked, nor past its last day or that of its agency."""
        today = timezone.localdate()
        ends = [self.expires_on, self.agency.ended_on if self.agency else None]
        return self.revoked_at is None and not any(day and day < today for day in ends)
