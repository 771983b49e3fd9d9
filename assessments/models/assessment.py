"""An Early Help Assessment: one whole-family assessment and its answers; and lesser records."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.definition import Purpose
from assessments.models.form import FormVersion
from audit.classification import Classified
from audit.models import Versioned
from cases.models import Case, Family, Person
from localities.models import Agency

AGAIN = "Re-assessment"


class Assessment(Versioned):
    """One whole-family assessment, written on one version of a form; or a record on such a form:
    of a conversation, or a young person's own.
    """

    classified = Classified(
        about="family",
        pseudonymous="state started_on submitted_at completed_on",
        none="version is_reassessment",
        kept="child_25",
    )

    how_it_ended = ""  # a sentence, where a page has asked for it: assessments.queries.ended

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SUBMITTED = "submitted", "Waiting for sign-off"
        RETURNED = "returned", "Returned with comments"
        SIGNED_OFF = "signed_off", "Signed off"
        FINISHED = "finished", "Finished"
        ENDED = "ended", "Ended without sign-off"

    OVER = (State.SIGNED_OFF, State.FINISHED, State.ENDED)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="assessments")
    form = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="assessments")
    about = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_forms",
        help_text="The young person whose own form it is",
    )
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followed_by",
        help_text="The last one signed off, from which it was filled",
    )
    is_reassessment = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Begun while the plan goes on: moves no stage, stops no clock",
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    started_on = models.DateField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="assessments_started",
    )
    started_by_agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="assessments_started",
        help_text="The agency of the person who began it, at the time",
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    completed_on = models.DateField(
        null=True, blank=True, help_text="Day it was signed off, or finished"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form", "about"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                nulls_distinct=False,
                name="one_assessment_in_progress_per_case_and_form",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="an_assessment_is_submitted_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed_off", "finished"]) | Q(completed_on__isnull=False),
                name="a_signed_off_assessment_is_completed",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-started_on"], name="assessments_of_a_case"),
            models.Index(
                fields=["started_on", "started_by_agency"],
                include=["form", "is_reassessment"],
                name="assessments_by_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} of {self.case}"

    @property
    def title(self) -> str:
        """What it is; of a young person’s own, also whose."""
        return f"{self.kind_title}: {self.about.name}" if self.about else self.kind_title

    @property
    def kind_title(self) -> str:
        """Its form’s title; of the family’s assessment while the plan goes on, that it is again."""
        again = self.is_reassessment and self.form.purpose == Purpose.ASSESSMENT
        return AGAIN if again else self.form.title

    @property
    def state_title(self) -> str:
        """The state in words; a record is signed off by nobody."""
        if self.state == self.State.ENDED and self.form.is_record:
            return "Ended before it was finished"
        return str(self.get_state_display())

    @property
    def is_open_for_writing(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}


class Answer(Versioned):
    """One answer: a question of a section, about one person or about the whole family."""

    classified = Classified(
        about="family",
        special="value",
        pseudonymous="carried_on",
        none="version section question saved_at about_an_adult",
        kept="child_25",
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    section = models.SlugField(
        max_length=60,
        help_text="“v2-words”: answered on version 2 of the form, and not asked on the present one",
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.SlugField(max_length=40)
    value = models.JSONField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    about_an_adult = models.BooleanField(
        default=False, help_text="Their health, offending or history: given item by item"
    )
    saved_by_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    carried_from = models.ForeignKey(
        Assessment,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Where it was carried over from, until somebody edits or confirms it",
    )
    carried_on = models.DateField(null=True, blank=True, help_text="The day of what that was")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(carried_from__isnull=True) | Q(carried_on__isnull=False),
                name="an_answer_carried_over_says_of_which_day",
            ),
            models.UniqueConstraint(
                fields=["assessment", "section", "person", "question"],
                nulls_distinct=False,
                name="one_answer_per_question_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}.{self.question}"


class SignOff(models.Model):
    """A manager's verdict on a submitted assessment."""

    classified = Classified(
        about="family",
        special="comments",
        pseudonymous="verdict",
        none="at",
        kept="child_25",
    )

    class Verdict(models.TextChoices):
        SIGNED_OFF = "signed_off", "Signed off"
        RETURNED = "returned", "Returned with comments"

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sign_offs")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    comments = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(comments=""),
                name="a_returned_assessment_has_comments",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} by {self.by}"
