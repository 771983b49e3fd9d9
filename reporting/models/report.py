"""Reports that were asked for, and what was produced."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from audit.models import Job


class Report(models.Model):
    """A report somebody asked for: its period, scope, the author's texts and its job."""

    classified = Classified(
        about="nobody",
        none="kind title from_date to_date localities texts published asked_at",
        kept="figures",
    )

    class Kind(models.TextChoices):
        SCRUTINY = "scrutiny", "Scrutiny panel report"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SCRUTINY)
    title = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField()
    localities = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        help_text="Empty: the whole authority",
    )
    texts = models.JSONField(default=dict, help_text="The author's text parts, by section key")
    published = models.BooleanField(
        default=False,
        db_default=False,
        help_text="For everybody to read: every count is rounded to the nearest five",
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports"
    )
    asked_at = models.DateTimeField()
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="report")

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__gte=F("from_date")),
                name="a_report_ends_after_it_starts",
            )
        ]
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="reports_of_a_person")]

    def __str__(self) -> str:
        return self.title


class ReportFile(models.Model):
    """What a report's job produced, written in the transaction that marks the job done."""

    classified = Classified(
        about="nobody",
        none="pdf figures digest pages produced_at",
        kept="figures",
    )

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="file")
    pdf = models.BinaryField()
    figures = models.JSONField(help_text="The tables it was drawn from")
    digest = models.CharField(max_length=64, help_text="SHA-256 of inputs: same inputs, same file")
    pages = models.PositiveSmallIntegerField()
    produced_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report}, {self.pages} pages"


class SectionText(models.Model):
    """The author's latest text for a part of the report, kept for next time."""

    classified = Classified(
        about="nobody",
        none="kind section text saved_at",
        kept="figures",
    )

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="section_texts"
    )
    kind = models.CharField(max_length=10, choices=Report.Kind, default=Report.Kind.SCRUTINY)
    section = models.SlugField(max_length=40)
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "kind", "section"],
                name="one_text_per_author_and_section",
            )
        ]

    def __str__(self) -> str:
        return self.section
