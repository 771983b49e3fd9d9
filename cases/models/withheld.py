"""What is not to be shared with somebody of the family, and what was produced for whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from cases.models.case import Case
from cases.models.family import Family
from cases.models.person import Person
from localities.models import Agency


class Withheld(models.Model):
    """That one item must not reach one person, nor the agency acting for them.

    The item is named by its kind (`cases.withholding.kinds`) and the number of its row. From
    whom: a person of the family, or somebody known by name only.
    """

    classified = Classified(
        about="family",
        personal="name",
        special="words end_reason why",
        pseudonymous="row_id",
        none="kind set_at ended_at",
        kept="child_25",
    )

    class Why(models.TextChoices):
        DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
        COURT_ORDER = "court_order", "A court order"
        ASKED = "asked", "The person it is about asked for it"
        HARM = "harm", "It could lead to harm"
        OTHER = "other", "Another reason"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="withheld")
    kind = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="withheld_from"
    )
    name = models.CharField("from whom", max_length=200, blank=True)
    why = models.CharField(max_length=14, choices=Why)
    words = models.TextField(blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "withheld"
        constraints = [
            models.UniqueConstraint(
                fields=["family", "kind", "row_id", "person", "name"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="an_item_is_withheld_once_from_each_in_a_family",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="an_item_is_withheld_from_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="what_is_shared_again_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["family"], condition=Q(ended_at__isnull=True), name="withheld_in_a_family"
            )
        ]

    def __str__(self) -> str:
        return f"Not to be shared with {self.whom}"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.row_id}"

    @property
    def whom(self) -> str:
        return self.person.name if self.person else self.name


class ActsFor(models.Model):
    """That an agency acts for one person of a family, such as a solicitor’s firm for a father."""

    classified = Classified(
        about="family",
        personal="name",
        none="recorded_at ended_at",
        kept="child_25",
    )

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="acted_for")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="acts_for")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="acted_for_by"
    )
    name = models.CharField("for whom", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "acting for"
        constraints = [
            models.UniqueConstraint(
                fields=["family", "agency", "person", "name"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="an_agency_acts_once_for_each",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="an_agency_acts_for_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "family"],
                condition=Q(ended_at__isnull=True),
                name="whom_an_agency_acts_for",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} acts for {self.whom}"

    @property
    def whom(self) -> str:
        return self.person.name if self.person else self.name


class Given(models.Model):
    """That one item about an adult’s health, offending or history was given to an agency."""

    classified = Classified(
        about="family",
        special="why",
        pseudonymous="row_id",
        none="kind given_at until ended_at",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="given")
    kind = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True, help_text="Last day they may read it")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "given"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "row_id", "agency"],
                condition=Q(ended_at__isnull=True),
                name="an_item_is_given_once_to_an_agency",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="what_is_given_says_why"),
        ]
        indexes = [
            models.Index(
                fields=["agency"], condition=Q(ended_at__isnull=True), name="given_to_an_agency"
            )
        ]

    def __str__(self) -> str:
        return f"Given to {self.agency}"


class CopyGiven(models.Model):
    """A copy that was produced for one person or agency: its words, by whom, and their digest."""

    classified = Classified(
        about="family",
        personal="whom title",
        special="parts left_out",
        pseudonymous="row_id digest",
        none="kind made_at",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=40, help_text="Which document, of settings.CASE_COPIES")
    row_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    whom = models.CharField(max_length=200)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    parts = models.JSONField(help_text="The copy, word for word")
    digest = models.CharField(max_length=64)
    left_out = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "copies given"
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["case", "-made_at"], name="copies_of_a_case")]

    def __str__(self) -> str:
        return f"{self.title} for {self.whom}"
