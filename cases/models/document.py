"""A file kept with a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models.case import Case


class Document(models.Model):
    """A file that somebody added to a case: a letter, a photograph, a report.

    The row says what it is; the bytes lie in the media folder under a random name, which tells
    nothing. What was wrong to add is ended: it leaves the page, and the record says why.
    """

    classified = Classified(
        about="family",
        personal="ended_because",
        special="title original_name note",
        pseudonymous="sha256 stored_as",
        none="kind size added_at ended_at",
        kept="child_25",
    )

    class Kind(models.TextChoices):
        """What it is by its content, whatever its name says."""

        PDF = "pdf", "PDF"
        PNG = "png", "PNG image"
        JPEG = "jpg", "JPEG image"
        TEXT = "txt", "Plain text"
        WORD = "docx", "Word document"
        EXCEL = "xlsx", "Excel workbook"
        WRITER = "odt", "OpenDocument text"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    title = models.CharField(max_length=120)
    original_name = models.CharField(max_length=200, help_text="As its sender called it")
    kind = models.CharField(max_length=4, choices=Kind)
    size = models.PositiveIntegerField(help_text="In bytes, as kept")
    sha256 = models.CharField(max_length=64)
    stored_as = models.CharField(max_length=32, unique=True)
    note = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-added_at"], name="files_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_because="")),
                name="a_file_is_ended_by_somebody_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def download_name(self) -> str:
        """The name a browser saves it under: its title, with the ending of its true kind."""
        return f"{self.title}.{self.kind}"
