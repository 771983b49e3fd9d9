"""Requests that came in a file."""

from django.db import models

from audit.classification import Classified
from cases.models import ImportRun
from referrals.models.referral import Referral


class ImportedRequest(models.Model):
    """That rows of a file became this request. The same rows never become another one.

    `identity` is a digest of the sender's own reference and agency; of everything the rows say
    where they give none. Unique, so that two imports of one file at once make each request once.
    """

    classified = Classified(
        about="family",
        personal="external_reference",
        pseudonymous="identity content",
        none="row",
        kept="request_6",
    )

    identity = models.BinaryField(max_length=32, unique=True)
    content = models.BinaryField(max_length=32, help_text="Digest of all the rows say")
    external_reference = models.CharField(max_length=64, blank=True)
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="imported")
    run = models.ForeignKey(  # no import is ever deleted, so nobody looks for its requests
        ImportRun, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    row = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"Row {self.row} of {self.run}"
