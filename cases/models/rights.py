"""What people ask about their own records, by right."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models.case import Case
from cases.models.person import Person
from cases.rights_clock import begins_on, due_by
from cases.rights_way import CHOICES, OPEN, TITLES, State


class RightsRequest(Versioned):
    """Somebody's request to see, correct, object to or have erased what we hold about a person.

    The name and date of birth are as they were given: who answers it sees no case. `person` is
    whom information governance found them to be. Its state is written by
    `cases.actions.rights.requests`.
    """

    classified = Classified(
        about="family",
        personal="given_name family_name date_of_birth asker_name proof",
        special="words extension_reason answer",
        pseudonymous="reference",
        none="version kind state asker reach received_on proof_asked_on proved_on extended_on "
        "due_on copy_made_on answered_on outcome",
        kept="request_6",
    )

    class Kind(models.TextChoices):
        SUBJECT_ACCESS = "subject_access", "See the record"
        RECTIFICATION = "rectification", "Correct the record"
        OBJECTION = "objection", "Object to how it is used"
        ERASURE = "erasure", "Erase the record"

    class Asker(models.TextChoices):
        SELF = "self", "The person themselves"
        PARENT = "parent", "A parent or guardian"
        SOLICITOR = "solicitor", "A solicitor"
        OTHER = "other", "Somebody else on their behalf"

    class Outcome(models.TextChoices):
        """How it was answered."""

        SENT = "sent", "The copy was sent"
        NOTHING_HELD = "nothing_held", "We hold nothing about them"
        CORRECTED = "corrected", "The record was corrected"
        STATEMENT = "statement", "Not corrected; their statement is kept beside it"
        UPHELD = "upheld", "The objection was upheld"
        NOT_UPHELD = "not_upheld", "The objection was not upheld"
        ERASED = "erased", "Agreed: the record is put to disposal"
        REFUSED = "refused", "Refused, with the reason and their right to complain"

    reference = models.CharField(max_length=14, unique=True)
    kind = models.CharField("what they ask", max_length=14, choices=Kind)
    state = models.CharField(max_length=9, choices=CHOICES, default=State.NEW.value)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="rights_requests"
    )
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    asker = models.CharField("who asks", max_length=9, choices=Asker)
    asker_name = models.CharField(max_length=200, blank=True)
    reach = models.CharField(
        "how to answer them", max_length=300, blank=True, help_text="Safe for them to receive"
    )
    words = models.TextField("what they ask, in their words")
    received_on = models.DateField()
    case = models.ForeignKey(
        Case,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The case it was passed on from",
    )
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proof_asked_on = models.DateField(null=True, blank=True)
    proved_on = models.DateField(null=True, blank=True)
    proof = models.CharField(
        "identity and authority seen", max_length=300, blank=True, help_text="What, and how"
    )
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="Empty while proof is waited for")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    copy_made_on = models.DateField(null=True, blank=True, help_text="The final copy was produced")
    answered_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    answer = models.TextField("what they were told", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["answered", "withdrawn"], answered_on__isnull=False)
                | (~Q(state__in=["answered", "withdrawn"]) & Q(answered_on__isnull=True)),
                name="an_ended_rights_request_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (~Q(outcome="") & ~Q(answer="")),
                name="an_answered_rights_request_says_how",
            ),
            models.CheckConstraint(
                condition=Q(proved_on__isnull=True, proof="")
                | (Q(proved_on__isnull=False) & ~Q(proof="")),
                name="proof_of_identity_says_what_was_seen",
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | ~Q(extension_reason=""),
                name="an_extension_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "due_on", "id"],
                condition=Q(state__in=["new", "identity", "working"]),
                name="open_rights_requests",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or "Name not given"

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN

    @property
    def state_title(self) -> str:
        return TITLES[State(self.state)]

    def clock(self) -> date | None:
        """By when it must be answered as things stand; None while proof is waited for."""
        begun = begins_on(self.received_on, self.proof_asked_on, self.proved_on)
        return due_by(begun, extended=self.extended_on is not None) if begun else None


class Dispute(Versioned):
    """That a person says one item of the record is wrong, and what was decided.

    What is not corrected carries the person's statement wherever it is shown.
    """

    classified = Classified(
        about="family",
        special="item_words statement reason",
        pseudonymous="item_kind item_id",
        none="version decision decided_on",
        kept="child_25",
    )

    class Decision(models.TextChoices):
        PENDING = "pending", "Being looked into"
        CORRECTED = "corrected", "Corrected"
        NOT_CORRECTED = "not_corrected", "Not corrected"

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="disputes")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    item_kind = models.CharField(max_length=60, help_text="Such as cases.contact")
    item_id = models.BigIntegerField()
    item_words = models.CharField("the item, as people say it", max_length=200)
    statement = models.TextField("what the person says")
    decision = models.CharField(max_length=13, choices=Decision, default=Decision.PENDING)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "item_kind", "item_id"],
                name="an_item_is_disputed_once_a_request",
            ),
            models.CheckConstraint(
                condition=Q(decision="pending", decided_on__isnull=True)
                | (~Q(decision="pending") & Q(decided_on__isnull=False) & ~Q(reason="")),
                name="a_decided_dispute_says_when_and_why",
            ),
        ]
        indexes = [models.Index(fields=["item_kind", "item_id"], name="disputes_of_an_item")]

    def __str__(self) -> str:
        return f"{self.item_words}: {self.get_decision_display().lower()}"

    @property
    def title(self) -> str:
        """What stands above the statement where the item is shown."""
        pending = self.decision == self.Decision.PENDING
        return "Disputed, being looked into" if pending else "The person does not agree"
