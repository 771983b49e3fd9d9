"""One episode of early help with one family, from acceptance to ending."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.classification import Classified
from audit.models import Versioned
from cases.journey import (
    CHOICES,
    REASSESSMENT_TITLES,
    TITLES,
    WITH_PLAN,
    Reassessment,
    Stage,
)
from cases.models.family import Family
from cases.models.person import Person
from cases.need_to_know import CaseQuerySet
from cases.needs import Level
from localities.models import Agency, Locality, Team


class Case(Versioned):
    """One episode of early help with one family, from acceptance to ending.

    The stage is written by `cases.actions.moving.move` alone. The dates are milestones,
    stamped when the thing happened, so that timeliness is a subtraction.
    """

    classified = Classified(
        about="family",
        special="reason risk worries strengths",
        pseudonymous="reference stage level door check_on received_on opened_on "
        "allocated_on family_contacted_on last_contact_on eha_started_on eha_submitted_on "
        "eha_signed_off_on reassessment_started_on reassessment_submitted_on "
        "plan_agreed_on last_taf_on contact_every reviews_unchanged with_social_care_on "
        "closed_on",
        none="version restricted",
        kept="child_25",
    )

    class Door(models.TextChoices):
        """How the family came."""

        DESK = "desk", "Early help desk"
        PARTNER = "partner", "Partner’s own assessment"
        STEP_DOWN = "step_down", "Step-down from social care"
        LOCALITY = "locality", "Locality hub"

    reference = models.CharField(max_length=14, unique=True)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="cases")
    restricted = models.BooleanField(default=False, help_text="As its family is")
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="cases")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT)
    stage = models.CharField(max_length=12, choices=CHOICES, default=Stage.WAITING.value)
    level = models.PositiveSmallIntegerField("level of need", choices=Level)
    door = models.CharField(max_length=10, choices=Door, default=Door.DESK)
    reason = models.TextField("why early help", blank=True)
    risk = models.TextField("risk while waiting", blank=True)
    worries = models.TextField("what we are worried about", blank=True)
    strengths = models.TextField("what is going well", blank=True)
    minded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="minding",
        help_text="Looks after the family until a lead is allocated",
    )
    check_on = models.DateField(
        null=True, blank=True, help_text="When they next look how a family that waits is"
    )
    received_on = models.DateField("request received")
    opened_on = models.DateField()
    allocated_on = models.DateField(null=True, blank=True)
    family_contacted_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    eha_started_on = models.DateField(null=True, blank=True)
    eha_submitted_on = models.DateField(null=True, blank=True)
    eha_signed_off_on = models.DateField(null=True, blank=True)
    reassessment_started_on = models.DateField(
        null=True, blank=True, help_text="Of the re-assessment in progress; empty once it ends"
    )
    reassessment_submitted_on = models.DateField(
        null=True, blank=True, help_text="While the re-assessment waits for sign-off"
    )
    plan_agreed_on = models.DateField(null=True, blank=True)
    last_taf_on = models.DateField(null=True, blank=True)
    contact_every = models.PositiveSmallIntegerField(
        "in contact at least every so many weeks",
        null=True,
        blank=True,
        help_text="As the plan agrees it; empty is six",
    )
    reviews_unchanged = models.PositiveSmallIntegerField(
        default=0,
        db_default=0,
        help_text="TAF meetings one after the other that found nothing done and no goal reached",
    )
    with_social_care_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    children: "models.ManyToManyField[Person, CaseChild]" = models.ManyToManyField(
        Person, through="CaseChild", related_name="cases"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"],
                condition=~Q(stage="closed"),
                name="one_live_case_per_family",
            ),
            models.CheckConstraint(
                condition=Q(stage="closed", closed_on__isnull=False)
                | (~Q(stage="closed") & Q(closed_on__isnull=True)),
                name="a_closed_case_has_a_closing_date",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="a_case_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__gte=F("received_on")),
                name="a_case_opens_after_the_request",
            ),
            models.CheckConstraint(
                condition=Q(reassessment_submitted_on__isnull=True)
                | Q(reassessment_started_on__isnull=False),
                name="a_reassessment_submitted_has_been_started",
            ),
            models.CheckConstraint(
                condition=Q(reassessment_started_on__isnull=True) | ~Q(stage="closed"),
                name="no_reassessment_goes_on_in_a_closed_case",
            ),
            models.CheckConstraint(
                condition=Q(contact_every__isnull=True)
                | Q(contact_every__gte=1, contact_every__lte=12),
                name="contact_is_agreed_for_1_to_12_weeks",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=4), name="level_of_need_is_1_to_4"
            ),
        ]
        indexes = [
            models.Index(
                fields=["locality", "stage", "opened_on"],
                condition=~Q(stage="closed"),
                name="live_cases",
            ),
            models.Index(
                fields=["opened_on", "locality"],
                include=["closed_on"],
                name="cases_by_opening",
            ),
            models.Index(
                fields=["closed_on", "locality"],
                include=["opened_on"],
                condition=Q(closed_on__isnull=False),
                name="cases_by_closing",
            ),
            models.Index(fields=["family", "-opened_on"], name="cases_of_a_family"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_live(self) -> bool:
        return self.stage != Stage.CLOSED

    @property
    def stage_title(self) -> str:
        return TITLES[Stage(self.stage)]

    @property
    def reassessment(self) -> Reassessment:
        """How far a re-assessment is while the plan goes on; with social care it rests."""
        if self.stage not in WITH_PLAN or self.reassessment_started_on is None:
            return Reassessment.NONE
        return Reassessment.SENT if self.reassessment_submitted_on else Reassessment.WRITTEN

    @property
    def reassessment_title(self) -> str:
        return REASSESSMENT_TITLES[self.reassessment]


class CaseChild(models.Model):
    """A child this case is about."""

    classified = Classified(
        about="family",
        pseudonymous="joined_on",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="case_children")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_children")
    joined_on = models.DateField()

    class Meta:
        verbose_name_plural = "case children"
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="one_row_per_case_and_child")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.case}"


class Need(Versioned):
    """Something a family or one of its members needs help with, in the words it was seen in."""

    classified = Classified(
        about="family",
        special="kind words",
        pseudonymous="seen_on",
        none="version pack about_an_adult",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="Empty: whole family",
    )
    kind = models.CharField(max_length=16)
    pack = models.CharField(max_length=20, default="nsfof-2022")
    words = models.TextField("what we see", blank=True)
    seen_on = models.DateField()
    about_an_adult = models.BooleanField(
        default=False, help_text="Their health, offending or history: given item by item"
    )
    seen_by_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["case", "kind"], name="needs_of_a_case")]

    def __str__(self) -> str:
        return self.kind
