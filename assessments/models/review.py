"""Team Around the Family meetings: who came, what was said, how it was scored."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.plan import Plan
from audit.classification import Classified
from audit.models import Versioned
from cases.models import Case, Person
from localities.models import Agency


class Review(Versioned):
    """One Team Around the Family (TAF) meeting, which reviews the plan."""

    classified = Classified(
        about="family",
        personal="place",
        special="minutes family_view child_view",
        pseudonymous="held_on next_on copied_to_family_on",
        none="version recorded_at",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    minutes = models.TextField(blank=True)
    family_view = models.TextField("what the family says", blank=True)
    child_view = models.TextField("what the children say", blank=True)
    next_on = models.DateField("next meeting", null=True, blank=True)
    copied_to_family_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["case", "-held_on"], name="reviews_of_a_case")]

    def __str__(self) -> str:
        return f"TAF meeting {self.held_on:%d %b %Y}"


class Attendance(models.Model):
    """That somebody was invited to a meeting, and whether they came."""

    classified = Classified(
        about="family",
        personal="name",
        pseudonymous="came",
        kept="child_25",
    )

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="attendances")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    came = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.name} {'came' if self.came else 'did not come'}"


class Score(Versioned):
    """A reading on an instrument (`assessments.instruments`): who scored whom, on what, when.

    One that was written down wrongly stays, with why, and another stands for it.
    """

    classified = Classified(
        about="family",
        personal="scorer_name",
        special="value area corrected_why",
        pseudonymous="scorer scored_on corrected_at",
        none="version instrument",
        kept="child_25",
    )

    STANDS = Q(corrected_at=None)
    SAFETY, LEVEL = "safety", "level"  # keys of assessments/instruments/shipped.yaml

    class Scorer(models.TextChoices):
        CHILD = "child", "Child"
        PARENT = "parent", "Parent or carer"
        WORKER = "worker", "Worker"
        PARTNER = "partner", "Partner agency"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scores")
    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.CASCADE, related_name="scores"
    )
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    instrument = models.CharField(max_length=10)
    area = models.CharField(
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="Of an instrument with several areas",
    )
    scorer = models.CharField(max_length=7, choices=Scorer)
    scorer_name = models.CharField(max_length=200, blank=True)
    value = models.PositiveSmallIntegerField()
    scored_on = models.DateField()
    corrects = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="right_one",
        help_text="The wrong reading that this one stands for",
    )
    corrected_at = models.DateTimeField(null=True, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    corrected_why = models.TextField("why it was wrong", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(corrected_at=None, corrected_by=None, corrected_why="")
                | Q(corrected_at__isnull=False, corrected_by__isnull=False) & ~Q(corrected_why=""),
                name="a_corrected_reading_says_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(instrument="safety", value__gte=0, value__lte=10)
                | Q(instrument="level", value__gte=1, value__lte=4)
                | (~Q(instrument__in=["safety", "level"]) & Q(value__lte=40)),
                name="a_score_is_on_its_scale",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "instrument", "scored_on"], name="scores_of_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.get_scorer_display()}: {self.value}"
