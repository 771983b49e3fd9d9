"""How a case ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.closure_reasons import ClosureReason, OutcomeGroup
from cases.models.case import Case, Need


class Closure(models.Model):
    """The ending of a case: who, when, why, and what became of each need.

    `stays_in_touch` is who of those around the family does. `may_ask` is what the family agreed
    for ourselves: whether we may ask later how it goes, and by which way. Not asked is no.
    """

    class MayAsk(models.TextChoices):
        NO = "no", "No"
        PHONE = "phone", "Yes, by telephone"
        TEXT = "text", "Yes, by text message"
        EMAIL = "email", "Yes, by email"
        LETTER = "letter", "Yes, by letter"
        VISIT = "visit", "Yes, by a visit"

    classified = Classified(
        about="family",
        special="reason group summary family_view child_view stays_in_touch risk_check",
        none="may_ask",
        pseudonymous="closed_on reopened_on",
        kept="child_25",
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closures")
    closed_on = models.DateField()
    reason = models.CharField(max_length=20, choices=ClosureReason)
    group = models.CharField(max_length=10, choices=OutcomeGroup)
    summary = models.TextField(blank=True)
    family_view = models.TextField("what the family says", blank=True)
    child_view = models.TextField("what the children say", blank=True)
    stays_in_touch = models.CharField("who stays in touch", max_length=300, blank=True)
    may_ask = models.CharField(
        "may we ask later how it goes", max_length=6, choices=MayAsk, blank=True
    )
    risk_check = models.TextField(
        blank=True, help_text="For an ending by withdrawal, silence, move or death"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who wrote it down, where a manager authorised it",
    )
    reopened_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(reopened_on__isnull=True),
                name="one_standing_closure_per_case",
            )
        ]
        indexes = [
            models.Index(fields=["closed_on"], include=["case", "group"], name="closures_by_date")
        ]

    def __str__(self) -> str:
        return f"{self.case} closed {self.closed_on:%d %b %Y}: {self.get_reason_display()}"

    @property
    def agreed_to_be_asked(self) -> bool:
        return self.may_ask not in {"", self.MayAsk.NO}


class ClosureRequest(Versioned):
    """An ending that a lead practitioner wrote down and a manager is asked to authorise.

    The case, its plan and its clocks go on until then. `outcomes` holds the outcome and a note
    by the id of each need.
    """

    classified = Classified(
        about="family",
        special="reason outcomes summary family_view child_view stays_in_touch words",
        none="may_ask version",
        pseudonymous="state asked_at answered_at",
        kept="child_25",
    )

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a manager"
        AUTHORISED = "authorised", "Authorised"
        SENT_BACK = "sent_back", "Sent back"
        TAKEN_BACK = "taken_back", "Taken back"
        OVERTAKEN = "overtaken", "The case ended otherwise"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closure_requests")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=20, choices=ClosureReason)
    outcomes = models.JSONField(default=dict, blank=True)
    summary = models.TextField()
    family_view = models.TextField("what the family says", blank=True)
    child_view = models.TextField("what the children say", blank=True)
    stays_in_touch = models.CharField("who stays in touch", max_length=300, blank=True)
    may_ask = models.CharField(
        "may we ask later how it goes", max_length=6, choices=Closure.MayAsk, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    words = models.TextField("what the manager says", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="waiting"),
                name="one_closing_asked_for_per_case",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(words=""),
                name="a_closing_sent_back_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="a_closing_answered_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"Closing of {self.case}: {self.get_state_display()}"


class NeedOutcome(models.Model):
    """What became of one need when the case closed."""

    classified = Classified(
        about="family",
        special="note",
        pseudonymous="outcome",
        kept="child_25",
    )

    class Outcome(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not_met", "Not met"

    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="outcomes")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="outcomes")
    outcome = models.CharField(max_length=7, choices=Outcome)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["closure", "need"], name="one_outcome_per_closure_and_need"
            )
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.get_outcome_display()}"
