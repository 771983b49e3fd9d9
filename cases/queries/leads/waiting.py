"""Cases that wait for a lead practitioner."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cases.journey import Stage
from cases.models import Case
from cases.queries.pages import Page, page_of
from cases.queries.parts import (
    LISTED,
    Child,
    NextDue,
    children_json,
    children_of,
    next_due_json,
    next_due_of,
)


@dataclass(frozen=True)
class WaitingRow:
    """One family that waits: how long, with what risk, and who looks after them meanwhile."""

    case: Case
    children: list[Child]
    days: int
    due: NextDue | None

    @property
    def late(self) -> bool:
        return bool(self.due and self.due.on < timezone.localdate())


def waiting_cases(user: Any, after: str = "", size: int = 50) -> Page[WaitingRow]:
    """Cases in this person's reach that nobody leads yet, longest waiting first. One query."""
    today = timezone.localdate()
    return page_of(_waiting, user, "opened_on", after, size).of(lambda case: _row(case, today))


def _waiting(user: Any) -> Any:
    return (
        Case.objects.visible_to(user)
        .filter(stage=Stage.WAITING.value)
        .select_related("family", "locality", "minded_by")
        .only(*LISTED, "risk", "check_on", "minded_by__name")
        .annotate(children_found=children_json(), due_found=next_due_json(key="allocation"))
    )


def _row(case: Case, today: date) -> WaitingRow:
    found = case.__dict__
    return WaitingRow(
        case=case,
        children=children_of(found["children_found"], case.family, today),
        days=(today - case.opened_on).days,
        due=next_due_of(found["due_found"]),
    )
