"""The family's one plan: need, goal, action, owner, due, result."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models import Case, Family, Need, StepDownAction
from localities.models import Service


class Plan(Versioned):
    """The one plan of a case."""

    classified = Classified(
        about="family",
        personal="agreed_with",
        pseudonymous="state started_on agreed_on ended_on",
        none="version",
        kept="child_25",
    )

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        LIVE = "live", "Agreed"
        ENDED = "ended", "Ended"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="plans")
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    started_on = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    agreed_with = models.CharField(
        max_length=300, blank=True, help_text="Who of the family agreed it"
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state="ended"),
                name="one_live_plan_per_case",
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(agreed_on__isnull=False),
                name="a_live_plan_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_on__isnull=False)
                | (~Q(state="ended") & Q(ended_on__isnull=True)),
                name="an_ended_plan_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan of {self.case}"


class Goal(Versioned):
    """What a need should become, in the family's words."""

    classified = Classified(
        about="family",
        special="words",
        pseudonymous="reached_on",
        none="version order",
        kept="child_25",
    )

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="goals"
    )
    words = models.TextField("what we want to be different")
    order = models.PositiveSmallIntegerField(default=0)
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.words


class Action(Versioned):
    """Who does what by when."""

    classified = Classified(
        about="family",
        personal="owner_name",
        special="words result",
        pseudonymous="owner_kind due_on done_on dropped_on",
        none="version",
        kept="child_25",
    )

    class OwnerKind(models.TextChoices):
        WORKER = "worker", "Worker"
        PARTNER = "partner", "Partner agency"
        FAMILY = "family", "Family member"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="actions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    words = models.CharField("what will be done", max_length=500)
    owner_kind = models.CharField(max_length=7, choices=OwnerKind)
    owner_name = models.CharField("who does it", max_length=200)
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
    )
    service = models.ForeignKey(
        Service,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What the directory offers for it",
    )
    takes_up = models.OneToOneField(
        StepDownAction,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_up_by",
        help_text="What social care left to be done that this does",
    )
    agreed_at = models.ForeignKey(
        "assessments.Review",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
        help_text="The meeting whose record it was written down with",
    )
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True)
    dropped_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(dropped_on__isnull=True),
                name="a_done_action_is_not_dropped",
            )
        ]
        indexes = [
            models.Index(
                fields=["case", "due_on"],
                condition=Q(done_on__isnull=True, dropped_on__isnull=True),
                name="open_actions_of_a_case",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.dropped_on is None
