"""A worker's families, and what is due with each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.acting import reach_of
from cases.journey import Reassessment, Stage
from cases.models import Allocation, Case, TafMember, Withdrawal
from cases.need_to_know import listed
from cases.queries.parts import (
    LISTED,
    REASSESSED,
    Child,
    NextDue,
    children_json,
    children_of,
    lead_name,
    next_due_json,
    next_due_of,
)
from cases.queries.timing.due_work import CHECK
from localities.models import Timescale

SATURDAY = 5


@dataclass(frozen=True)
class FamilyRow:
    """One family of a worker's list. `mark` says why it is there if they do not lead it."""

    case: Case
    children: list[Child]
    due: NextDue | None
    mark: str
    lead: str
    writes: bool = False  # leads it, or covers for whoever does

    @property
    def to_continue(self) -> bool:
        """Whether a re-assessment is theirs to continue."""
        return self.writes and self.case.reassessment == Reassessment.WRITTEN

    @property
    def with_social_care(self) -> bool:
        return self.case.stage == Stage.SOCIAL_CARE


@dataclass(frozen=True)
class Group:
    """Rows of one urgency: overdue, this week, later."""

    title: str
    rows: list[FamilyRow]
    late: bool = False


def my_families(user: Any) -> list[FamilyRow]:
    """Every live case this person leads, is in the TAF of, or minds until somebody can lead it;
    and of whom they cover for today, what these lead or mind.

    One query, however many there are. The soonest due first.
    """
    today = timezone.localdate()
    rows = [_row(case, today) for case in _cases(user)]
    return sorted(rows, key=lambda row: (_due_on(row), row.case.family.sort_name, row.case.pk))


def grouped(rows: list[FamilyRow]) -> list[Group]:
    """The rows as overdue, this week, and later. Empty groups are left out.

    A week ends on Sunday; at a weekend the week that matters is the next.
    """
    today = timezone.localdate()
    weekend = today.weekday() >= SATURDAY
    sunday = today + timedelta(days=(13 if weekend else 6) - today.weekday())
    late = [row for row in rows if _due_on(row) < today]
    week = [row for row in rows if today <= _due_on(row) <= sunday]
    rest = [row for row in rows if _due_on(row) > sunday]
    groups = [
        Group("Overdue", late, late=True),
        Group("Next week" if weekend else "This week", week),
        Group("Later", rest),
    ]
    return [group for group in groups if group.rows]


def _cases(user: Any) -> Iterator[Case]:
    away = listed(reach_of(user).covering)
    led = Allocation.objects.filter(case=OuterRef("pk"), ended_at__isnull=True)
    around = TafMember.objects.filter(case=OuterRef("pk"), user=user, left_on__isnull=True)
    shut_out = Withdrawal.objects.filter(case=OuterRef("pk"), answer="", lead_shut_out=True)
    return (
        Case.objects.visible_to(user)
        .live()
        .annotate(
            leads=Exists(led.filter(user=user)),
            covers=Exists(led.filter(user__among=away)),
            around=Exists(around),
            shut_out=Exists(shut_out),
        )
        .filter(
            Q(leads=True)
            | Q(covers=True)
            | Q(around=True)
            | Q(Q(stage=Stage.WAITING.value) | Q(shut_out=True), minded_by=user)
            | Q(stage=Stage.WAITING.value, minded_by__among=away)
        )
        .select_related("family", "locality")
        .only(*LISTED, *REASSESSED, "check_on")
        .annotate(
            children_found=children_json(),
            due_found=next_due_json(first=Timescale.Owner.LEAD),
            lead_name=lead_name(),
        )
        .iterator(chunk_size=500)
    )


def _row(case: Case, today: date) -> FamilyRow:
    found = case.__dict__
    due = next_due_of(found["due_found"], case.stage)
    return FamilyRow(
        case=case,
        children=children_of(found["children_found"], case.family, today),
        due=_next(case, due, found),
        mark=_mark(found, case),
        lead=found["lead_name"] or "",
        writes=found["leads"] or found["covers"],
    )


def _next(case: Case, due: NextDue | None, found: dict[str, Any]) -> NextDue | None:
    """What is next: of a family that waits, to look how they are."""
    if case.stage == Stage.WAITING and case.check_on and not found["around"]:
        return NextDue(CHECK, "while they wait for a lead", case.check_on, Timescale.Owner.LEAD)
    return due


def _mark(found: dict[str, Any], case: Case) -> str:
    if found["leads"]:
        return ""
    if found["covers"]:
        return "You cover for their lead"
    if case.stage == Stage.WAITING and not found["around"]:
        return "You look after them until a lead is allocated"
    if found["shut_out"] and not found["around"]:
        return "You look after them: their lead can no longer see the case"
    return "You are in the Team Around the Family"


def _due_on(row: FamilyRow) -> date:
    return row.due.on if row.due else date.max
