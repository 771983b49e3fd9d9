"""A file of rows from another system: who brought it, how far it is, what was wrong in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Job, Versioned


class ImportRun(Versioned):
    """One file brought in: tried out first, then written, row by row counted.

    `next_row` is the first row nobody has dealt with: each batch moves it in the transaction that
    writes the batch, so that work broken off goes on where it stopped.
    """

    classified = Classified(
        about="staff",
        personal="name",
        none="version kind state encoding asked_at ended_at rows things created already wrong "
        "problems next_row refusal cleared_at",
        kept="year",
    )

    class Kind(models.TextChoices):
        REQUESTS = "requests", "Requests for support"
        PEOPLE = "people", "People known from another system"

    class State(models.TextChoices):
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked, not imported"
        IMPORTING = "importing", "Being imported"
        IMPORTED = "imported", "Imported"
        REFUSED = "refused", "Could not be read"
        GIVEN_UP = "given_up", "Given up"

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200, help_text="What the file was called")
    state = models.CharField(max_length=9, choices=State, default=State.CHECKING)
    encoding = models.CharField(max_length=12, default="UTF-8")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="imports",
        help_text="Empty: from the command line",
    )
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.PROTECT, related_name="import_run"
    )
    rows = models.PositiveIntegerField(default=0, help_text="Rows that held anything")
    things = models.PositiveIntegerField(default=0, help_text="Requests or people made of them")
    created = models.PositiveIntegerField(default=0, help_text="Written, or that would be")
    already = models.PositiveIntegerField(default=0, help_text="There already, and left alone")
    wrong = models.PositiveIntegerField(default=0, help_text="Left out, each with a problem")
    problems = models.PositiveIntegerField(default=0)
    next_row = models.PositiveIntegerField(default=2)
    refusal = models.TextField(blank=True, help_text="Why the file, or its rest, was not read")
    cleared_at = models.DateTimeField(null=True, blank=True, help_text="File and problems deleted")

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="imports_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["imported", "refused", "given_up"], ended_at__isnull=False)
                | (Q(state__in=["checking", "checked", "importing"]) & Q(ended_at__isnull=True)),
                name="only_an_ended_import_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"Import {self.pk} of {self.asked_at:%d %b %Y}"

    @property
    def is_working(self) -> bool:
        return self.state in {self.State.CHECKING, self.State.IMPORTING}


class ImportPart(models.Model):
    """A piece of the file, in UTF-8, until it is imported, given up or too old."""

    classified = Classified(about="family", special="content", none="number", kept="import_14")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_part_of_a_file_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.run}, part {self.number}"


class ImportProblem(models.Model):
    """What cannot be right in one cell, and the mend; for the file its sender gets back."""

    classified = Classified(
        about="family", special="typed", none="row column sentence", kept="import_14"
    )

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="found")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=40, blank=True)
    typed = models.CharField(max_length=210, blank=True)
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return f"Row {self.row}: {self.sentence}"


class ImportedPerson(models.Model):
    """That a row of a file became this person. The same row never becomes another one.

    `identity` is a digest of the row's `external_id`; of the whole row where it has none.
    """

    classified = Classified(
        about="family", pseudonymous="identity content", none="row", kept="child_25"
    )

    identity = models.BinaryField(max_length=32, unique=True)
    content = models.BinaryField(max_length=32, help_text="Digest of the whole row")
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="rows")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"Row {self.row} of {self.run}"
