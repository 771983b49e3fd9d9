"""The papers of a panel: asked for, made by a worker, read by its members, withdrawn after it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.classification import Classified
from audit.models import Job
from referrals.models import Panel


class PanelPapers(models.Model):
    """The papers of one panel, as they were last asked for."""

    classified = Classified(
        about="staff",
        none="asked_at withdrawn_at",
        kept="request_6",
    )

    panel = models.OneToOneField(Panel, on_delete=models.CASCADE, related_name="papers")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="panel_papers")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Papers of {self.panel_id}"


class PanelPapersFile(models.Model):
    """One file of the papers: for those members who may all read the same items.

    A member who is linked to a family has a file of their own, in which it is not.
    """

    classified = Classified(
        about="family",
        special="pdf",
        pseudonymous="readers items",
        none="pages produced_at",
        kept="request_6",
    )

    papers = models.ForeignKey(PanelPapers, on_delete=models.CASCADE, related_name="files")
    readers = ArrayField(models.BigIntegerField(), help_text="Users it is for")
    items = ArrayField(models.BigIntegerField(), help_text="Items of the agenda it holds")
    pdf = models.BinaryField()
    pages = models.PositiveSmallIntegerField()
    produced_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.papers}, {self.pages} pages"
