"""What social care left to be done, and what became of it in the family's plan."""

from dataclasses import dataclass

from assessments.models import Action, Goal, StepDownSetAside
from assessments.queries.owners import Kind, Owner
from cases.models import Case, StepDownAction


@dataclass(frozen=True)
class Left:
    """One thing social care left, with the action that takes it up or why none does."""

    item: StepDownAction
    action: Action | None
    aside: StepDownSetAside | None

    @property
    def waits(self) -> bool:
        """Neither taken up nor put aside."""
        return self.action is None and self.aside is None


def left_by_social_care(case: Case) -> list[Left]:
    """Everything social care left with this case, in the order it was written down."""
    rows = StepDownAction.objects.filter(case=case)
    return [
        Left(row, getattr(row, "taken_up_by", None), getattr(row, "set_aside", None))
        for row in rows.select_related("taken_up_by", "set_aside").order_by("pk")
    ]


def goals_to_choose(case: Case) -> list[Goal]:
    """The goals of the plan that are not reached."""
    rows = Goal.objects.filter(case=case, reached_on__isnull=True)
    return list(rows.exclude(plan__state="ended").select_related("plan"))


def owner_called(owners: list[Owner], name: str) -> str:
    """The key of the owner whom social care named; of nobody known, somebody of an agency."""
    if not name.strip():
        return ""
    for owner in owners:
        if owner.name and owner.name.casefold() in name.casefold():
            return owner.key
    return f"other-{Kind.PARTNER}"
