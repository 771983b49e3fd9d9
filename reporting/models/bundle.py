"""The copy of everything held about one person: drafted, reviewed item by item, then produced."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Job, Versioned
from cases.models import RightsRequest


class Bundle(models.Model):
    """The copy made for one subject-access request."""

    classified = Classified(
        about="family",
        none="asked_at",
        kept="as_its_record",
    )

    request = models.OneToOneField(RightsRequest, on_delete=models.PROTECT, related_name="bundle")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="bundle")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    final_job = models.OneToOneField(
        Job, null=True, blank=True, on_delete=models.PROTECT, related_name="final_bundle"
    )

    def __str__(self) -> str:
        return f"Copy for {self.request_id}"


class BundleItem(Versioned):
    """One thing that was found, what in it is about other people, and what was decided."""

    classified = Classified(
        about="family",
        personal="title happened_on",
        special="lines marks note",
        pseudonymous="source source_id",
        none="version number part decision exemption decided_at",
        kept="as_its_record",
    )

    class Decision(models.TextChoices):
        UNDECIDED = "undecided", "Not decided"
        KEEP = "keep", "Send as it is"
        REDACT = "redact", "Black out what is marked"
        WITHHOLD = "withhold", "Leave it out"

    class Exemption(models.TextChoices):
        SERIOUS_HARM = "serious_harm", "Serious harm to somebody’s health (DPA 2018, schedule 3)"
        COURT_ORDER = "court_order", "A court order or proceedings forbid it"
        CONFIDENTIAL_REFERENCE = "reference", "A confidential reference"
        THIRD_PARTY = "third_party", "About somebody else, who does not agree"
        CRIME = "crime", "It would hinder preventing or detecting crime"
        LEGAL_ADVICE = "legal_advice", "Legal advice"
        NOT_THEIRS = "not_theirs", "Not about this person"

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=20)
    source = models.CharField(max_length=60, help_text="Such as cases.contact")
    source_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    happened_on = models.DateField(null=True, blank=True)
    lines = models.JSONField(help_text="Label and words of each line")
    marks = models.JSONField(default=list, help_text="Line, start, end, what, whose")
    decision = models.CharField(max_length=9, choices=Decision, default=Decision.UNDECIDED)
    exemption = models.CharField(max_length=12, choices=Exemption, blank=True)
    note = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "number"], name="one_item_per_number_of_a_bundle"
            ),
            models.UniqueConstraint(
                fields=["bundle", "source", "source_id"], name="a_thing_is_in_a_bundle_once"
            ),
            models.CheckConstraint(
                condition=~Q(decision="withhold") | ~Q(exemption=""),
                name="what_is_withheld_names_its_exemption",
            ),
            models.CheckConstraint(
                condition=Q(decision="undecided", decided_at__isnull=True)
                | (~Q(decision="undecided") & Q(decided_at__isnull=False)),
                name="a_decided_item_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class BundleFile(models.Model):
    """A file of a bundle, written in the transaction that marks its job done."""

    classified = Classified(
        about="family",
        special="pdf data",
        none="kind pages produced_at",
        kept="as_its_record",
    )

    class Kind(models.TextChoices):
        DRAFT = "draft", "Draft, for the reviewer"
        FINAL = "final", "Final, for the person"

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=5, choices=Kind)
    pdf = models.BinaryField()
    data = models.JSONField(help_text="The same for machines")
    pages = models.PositiveIntegerField()
    produced_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "kind"], name="one_file_of_a_kind_per_bundle")
        ]

    def __str__(self) -> str:
        return f"{self.bundle} ({self.get_kind_display()})"
