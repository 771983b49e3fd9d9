"""What somebody typed and could not send."""

from datetime import timedelta

from django.db import models

from accounts.models.user import User
from audit.classification import Classified

LASTS = timedelta(hours=12)


class KeptText(models.Model):
    """A form that arrived after its writer was signed out, or before they confirmed who they are.

    Sealed; shown to that writer alone once they have signed in again; gone after twelve hours.
    """

    classified = Classified(
        about="family",
        personal="path",
        special="sealed",
        none="kept_at",
        kept="year",
    )

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_texts")
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"kept text {self.pk}"
