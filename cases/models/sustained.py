"""How a closed case has held: what each look at the records found, and what the family said."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.classification import Classified
from audit.models import Versioned
from cases.models.case import Case
from cases.models.closure import Closure


class ClosureCheck(Versioned):
    """One look at the records after a closure, made by the product itself on its day.

    A finding that the needs are met no more stands beside the closure and changes nothing in it:
    what was published stays, and what is known now is this row.
    """

    classified = Classified(
        about="family",
        special="finding",
        pseudonymous="months due_on looked_on found_on to_ask asked_on",
        none="version",
        kept="child_25",
    )

    class After(models.IntegerChoices):
        THREE = 3, "3 months after"
        SIX = 6, "6 months after"
        TWELVE = 12, "12 months after"

        @property
        def key(self) -> str:
            """Of what is due: the row of the table of timescales."""
            return f"closure_{self.value}"

    class Finding(models.TextChoices):
        NOTHING = "nothing", "Nothing on record"
        ASKED = "asked", "A request came to the desk and led to no case"
        CAME_BACK = "came_back", "A new case of the family was opened"
        STEPPED_UP = "stepped_up", "A request was passed to social care for a need that was met"

    HOLDS = (Finding.NOTHING, Finding.ASKED)

    closure = models.ForeignKey(Closure, on_delete=models.CASCADE, related_name="checks")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closure_checks")
    months = models.PositiveSmallIntegerField(choices=After)
    due_on = models.DateField(help_text="What is on record until this day is read")
    looked_on = models.DateField()
    finding = models.CharField(max_length=10, choices=Finding)
    found_on = models.DateField(null=True, blank=True, help_text="The day of what was found")
    later_case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_ask = models.BooleanField(
        default=False, help_text="Somebody asks the family, as was agreed when the case closed"
    )
    asked_on = models.DateField(null=True, blank=True, help_text="When that was settled")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["closure", "months"], name="one_look_at_a_closure_for_each_of_its_days"
            ),
            models.CheckConstraint(
                condition=Q(finding="nothing", found_on__isnull=True)
                | (~Q(finding="nothing") & Q(found_on__isnull=False)),
                name="what_was_found_after_a_closure_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True) | Q(to_ask=True),
                name="only_who_agreed_is_asked_how_it_goes",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(to_ask=True, asked_on__isnull=True),
                name="families_to_ask_how_it_goes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_months_display()}: {self.get_finding_display()}"

    @property
    def holds(self) -> bool:
        return self.finding in self.HOLDS


class ClosureCall(models.Model):
    """That somebody asked a family how it goes after its case had closed, and what was said."""

    classified = Classified(
        about="family",
        personal="said_by",
        special="how next_step",
        pseudonymous="on came_of",
        kept="child_25",
    )

    class CameOf(models.TextChoices):
        TOLD = "told", "They told us how things are"
        NO_ANSWER = "no_answer", "Nobody answered: somebody tries again"
        LEFT = "left", "Nobody answered: we leave it there"

    check_made = models.ForeignKey(ClosureCheck, on_delete=models.CASCADE, related_name="calls")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    came_of = models.CharField("what came of it", max_length=9, choices=CameOf)
    said_by = models.CharField("who said it", max_length=200, blank=True)
    how = models.TextField("how things are", blank=True)
    next_step = models.TextField("what next", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(came_of="told") | (~Q(how="") & ~Q(said_by="")),
                name="how_things_are_is_somebodys_word",
            ),
            models.CheckConstraint(
                condition=Q(came_of="told") | Q(how="", said_by=""),
                name="silence_is_no_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d %b %Y}: {self.get_came_of_display()}"
