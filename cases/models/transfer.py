"""A case that another locality is asked to take over."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from audit.classification import Classified
from audit.models import Versioned
from cases.models.case import Case
from cases.models.family import Family
from localities.models import Locality


class TransferQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Those of cases this person sees, and those that wait for an answer of a locality they
        manage (sql/transfers.sql)."""
        offered = RawSQL("SELECT transfers_offered_to(%s)", [user.pk])
        seen = Case.objects.visible_to(user).filter(pk=OuterRef("case"))
        return self.filter(Exists(seen) | Q(pk__in=offered))

    def offered_to(self, user: Any) -> Self:
        """Those this person may accept or refuse: the receiving locality is theirs to manage."""
        return self.filter(pk__in=RawSQL("SELECT transfers_offered_to(%s)", [user.pk]))


class CaseTransfer(Versioned):
    """That a locality asks another to take a case over: why, and what it was answered.

    Until the other’s manager accepts the case stays where it is, with whoever leads it. Before
    that the other’s manager reads this row and nothing else of the record: what the sender wrote,
    the level of need and how many children there are. They find no name, no address and no page
    of the case, so that asking two localities shows a family to neither.
    """

    classified = Classified(
        about="family",
        special="why summary answer_words",
        pseudonymous="asked_at due_on level children answer answered_at",
        none="version",
        kept="child_25",
    )

    class Answer(models.TextChoices):
        NONE = "", "Waits for an answer"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken_back", "Taken back"
        CLOSED = "closed", "Ended with the case"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    of = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    why = models.CharField("why the case should move", max_length=500)
    summary = models.TextField("what the other locality needs to know before it answers")
    level = models.PositiveSmallIntegerField("level of need when it was asked")
    children = models.PositiveSmallIntegerField("how many children when it was asked")
    proposed_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField(help_text="By when the other locality answers")
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.NONE, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_words = models.TextField("what was said with the answer", blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answer=""),
                name="one_transfer_of_a_case_waits_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(of=F("to")), name="a_case_is_transferred_to_another_locality"
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(summary=""), name="a_transfer_says_why"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="a_transfer_is_answered_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refused") | ~Q(answer_words=""),
                name="a_refused_transfer_says_why",
            ),
        ]
        indexes = [models.Index(fields=["to"], condition=Q(answer=""), name="transfers_that_wait")]

    def __str__(self) -> str:
        return f"{self.case} from {self.of} to {self.to}: {self.get_answer_display()}"
