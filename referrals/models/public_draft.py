"""A request somebody has begun without an account, to go on with later."""

from django.db import models
from django.db.models import F, Q

from audit.classification import Classified


class PublicDraft(models.Model):
    """What was typed into the public's form, sealed with a key that follows from a code.

    The code is shown once and not kept: whoever reads this table reads nothing, and finds nobody.
    """

    classified = Classified(
        about="family",
        special="sealed",
        pseudonymous="digest",
        none="started_at changed_at expires_at",
        kept="year",
    )

    digest = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("changed_at")),
                name="a_public_draft_expires_after_it_changes",
            )
        ]
        indexes = [models.Index(fields=["expires_at"], name="public_drafts_by_end")]

    def __str__(self) -> str:
        return f"Begun {self.started_at:%d %b %Y}"
