"""Former identities: records of who somebody was before an adoption, or before they had to hide."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models.person import Person


class ClosedIdentity(models.Model):
    """That a record is of a former identity, and is closed to everybody who is not cleared.

    Nothing anywhere says who they are now: what is not stored cannot be found.
    """

    classified = Classified(
        about="family",
        special="why reason",
        none="closed_at",
        kept="child_25",
    )

    class Why(models.TextChoices):
        ADOPTED = "adopted", "The child was adopted"
        PROTECTED = "protected", "They have a protected identity"
        FLED = "fled", "They fled abuse and have a new name"

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="closed_identity")
    why = models.CharField(max_length=9, choices=Why)
    reason = models.TextField("who decided it and on what ground")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "closed identities"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_closed_identity_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"Identity closed: {self.get_why_display().lower()}"


class Cleared(models.Model):
    """That one user may still read the record of a former identity."""

    classified = Classified(
        about="family",
        none="cleared_at ended_at",
        kept="child_25",
    )

    identity = models.ForeignKey(ClosedIdentity, on_delete=models.CASCADE, related_name="cleared")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cleared_for"
    )
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    cleared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "cleared"
        constraints = [
            models.UniqueConstraint(
                fields=["identity", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_clearance_per_identity_and_user",
            )
        ]

    def __str__(self) -> str:
        return f"Cleared: {self.user}"
