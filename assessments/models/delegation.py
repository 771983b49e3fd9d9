"""A section of an assessment that somebody else is asked to write."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.models.assessment import Assessment
from audit.classification import Classified
from audit.models import Versioned
from cases.models import Case, Person
from localities.models import Agency


class Delegation(Versioned):
    """That somebody of the team was asked to write one section, by when and with what question.

    It is out until they hand it in, or until it is taken back with a reason. Whoever belongs to
    another agency than the council writes in an assessment only what is out to them.
    """

    classified = Classified(
        about="family",
        special="question note why_ended",
        pseudonymous="due_on",
        none="version section asked_at handed_in_at read_at ended_at",
        kept="child_25",
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="delegations")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    section = models.SlugField(max_length=60)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations"
    )
    agency = models.ForeignKey(
        Agency,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The writer’s agency at the time",
    )
    question = models.CharField(max_length=500, help_text="What the lead wants to know")
    due_on = models.DateField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="Said when it was handed in")
    read_at = models.DateTimeField(null=True, blank=True, help_text="Read by whoever asked")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Taken back before that")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why_ended = models.CharField(max_length=300, blank=True)

    OUT = Q(handed_in_at__isnull=True, ended_at__isnull=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "section", "person"],
                condition=Q(handed_in_at__isnull=True, ended_at__isnull=True),
                nulls_distinct=False,
                name="a_section_is_out_to_one_person_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, why_ended="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(why_ended="")),
                name="a_section_taken_back_says_why_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(handed_in_at__isnull=True) | Q(ended_at__isnull=True),
                name="a_section_handed_in_is_not_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("handed_in_at")),
                name="a_section_is_read_once_it_is_handed_in",
            ),
            models.CheckConstraint(
                condition=~Q(question=""), name="whoever_is_asked_to_write_is_told_what"
            ),
        ]
        indexes = [
            models.Index(
                fields=["writer", "due_on"],
                condition=Q(handed_in_at__isnull=True, ended_at__isnull=True),
                name="sections_out_to_a_writer",
            ),
            models.Index(fields=["case"], name="delegations_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.section}, written by {self.writer}"

    @property
    def is_out(self) -> bool:
        return self.handed_in_at is None and self.ended_at is None

    @property
    def is_late(self) -> bool:
        return self.is_out and self.due_on < timezone.localdate()
