"""How each thing that needs a manager is shown: the family, who leads, what is due, what to do."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.journey import Reassessment
from cases.models import (
    Asking,
    Case,
    CaseTransfer,
    ClosureCheck,
    ClosureRequest,
    Contact,
    Objection,
    SchoolChange,
    StepDown,
    StepUp,
    StepUpDispute,
    Withdrawal,
)
from cases.queries.header import address
from cases.queries.parts import Child, NextDue, children_of, next_due_of
from cases.queries.steps.step_down import gap_ahead
from cases.queries.timing.drifting import signs_of
from localities.models import Timescale

BECAUSE_OBJECTED = "within a month of the day it came"
BECAUSE_WITHDRAWN = "the same working day; sharing has stopped"
STEPS = {
    StepUp.State.REQUESTED: "Agree or not",
    StepUp.State.SENT: "Record the answer",
    StepUp.State.ACCEPTED: "Record the handover",
    StepUp.State.RETURNED: "Say what came of it",
}


@dataclass(frozen=True)
class NeedRow:
    """One thing a manager must see to: the family, who leads, what is due, and what to do."""

    case: Any  # a Case; None where one of another locality is offered and not seen
    children: list[Child]
    lead: str
    since: date
    due: NextDue | None
    action: str
    url: str
    step_up: StepUp | None = None
    withdrawal: Withdrawal | None = None
    transfer: CaseTransfer | None = None
    signs: tuple[str, ...] = ()
    surgery_url: str = ""  # where it can be put forward to the surgery, with its signs

    @property
    def late(self) -> bool:
        return bool(self.due and self.due.on < timezone.localdate())


def case_row(case: Case, today: date, action: str, url_name: str) -> NeedRow:
    found = case.__dict__
    return NeedRow(
        case=case,
        children=children_of(found["children_found"], case.family, today),
        lead=found["lead_name"] or "",
        since=found["since"],
        due=next_due_of(found["due_found"]),
        action=action,
        url=address(url_name, case) or address("case", case),
    )


def sign_off_row(case: Case) -> NeedRow:
    again = case.reassessment == Reassessment.SENT
    action = "Sign off the re-assessment" if again else "Sign off"
    return case_row(case, timezone.localdate(), action, "assessment-sign-off")


def drifting_row(case: Case) -> NeedRow:
    row = case_row(case, timezone.localdate(), "Write what you decide", "case-add-contact")
    surgery = address("case-put-forward", case)
    return replace(
        row,
        url=f"{row.url}?kind={Contact.Kind.OVERSIGHT}",
        signs=tuple(signs_of(case)),
        surgery_url=f"{surgery}?drifts" if not case.__dict__["put_forward"] else "",
    )


def left_row(case: Case) -> NeedRow:
    row = case_row(case, timezone.localdate(), "Hand over all", "case")
    return replace(row, url=reverse("worker-hand-over", args=[case.__dict__["lead_id"]]))


def call_row(asking: Asking) -> NeedRow:
    assert asking.case is not None
    return _asked_row(asking, asking.case, asking.asker.name, "Call", "case-call")


def school_row(change: SchoolChange) -> NeedRow:
    if change.__dict__["leads_still"]:
        return _asked_row(change, change.case, change.old.name, "Name a lead", "case-allocate")
    return _asked_row(change, change.case, change.old.name, "Hand over", "case-school-change")


def _asked_row(row: Any, case: Case, who: str, action: str, url_name: str) -> NeedRow:
    args = [case.reference] if url_name == "case-allocate" else [case.reference, row.pk]
    return NeedRow(
        case=case,
        children=[],
        lead=who,
        since=row.since,
        due=None,
        action=action,
        url=reverse(url_name, args=args),
    )


def withdrawal_row(withdrawal: Withdrawal) -> NeedRow:
    due = NextDue("Answer", BECAUSE_WITHDRAWN, withdrawal.due_on, Timescale.Owner.MANAGER)
    return NeedRow(
        case=withdrawal.case,
        children=[],
        lead=withdrawal.__dict__["lead_name"] or "",
        since=timezone.localdate(withdrawal.recorded_at),
        due=due,
        action="Decide what follows",
        url=address("case-withdrawal", withdrawal.case),
        withdrawal=withdrawal,
    )


def objection_row(objection: Objection, case: Case) -> NeedRow:
    due = NextDue("Answer", BECAUSE_OBJECTED, objection.due_on, Timescale.Owner.MANAGER)
    return NeedRow(
        case=case,
        children=[],
        lead=case.__dict__["lead_name"] or "",
        since=objection.received_on,
        due=due,
        action="Answer",
        url=reverse("case-objection-answer", args=[case.reference, objection.pk]),
    )


def transfer_row(transfer: CaseTransfer, case: Case | None) -> NeedRow:
    """Offered: to answer. Else it waits for the other's answer."""
    offered = transfer.__dict__["is_offered"]
    asked = transfer.__dict__["since"]
    because = f"asked on {asked.day} {asked:%B}"
    due = NextDue("Answer", because, transfer.due_on, Timescale.Owner.MANAGER)
    return NeedRow(
        case=case,
        children=[],
        lead=transfer.asked_by.name,
        since=transfer.__dict__["since"],
        due=due,
        action="Answer" if offered else "See",
        url=reverse("transfer", args=[transfer.pk]),
        transfer=transfer,
    )


def asking_row(check: ClosureCheck) -> NeedRow:
    return NeedRow(
        case=check.case,
        children=[],
        lead=check.closure.get_may_ask_display().removeprefix("Yes, "),
        since=check.looked_on,
        due=None,
        action="Write down what they say",
        url=reverse("case-ask-how", args=[check.case.reference, check.pk]),
    )


def closing_row(asked: ClosureRequest) -> NeedRow:
    return NeedRow(
        case=asked.case,
        children=[],
        lead=asked.asked_by.name,
        since=timezone.localdate(asked.asked_at),
        due=None,
        action="Answer",
        url=address("case-closing", asked.case),
        signs=(f"{asked.get_reason_display()}, asked for {asked.asked_at:%-d %B}",),
    )


def step_down_row(step_down: StepDown) -> NeedRow:
    checklist = "" if step_down.checked_at else "The checklist is not complete."
    return NeedRow(
        case=step_down.case,
        children=[],
        lead=step_down.__dict__["lead_found"] or "",
        since=step_down.received_on,
        due=None,
        action="See",
        url=address("case-step-down", step_down.case),
        signs=tuple(filter(None, [gap_ahead(step_down), checklist])),
    )


def step_up_row(step_up: StepUp) -> NeedRow:
    disputed = step_up.__dict__["dispute_found"]
    page = "case-step-up-settle" if disputed else "case-step-up-answer"
    return NeedRow(
        case=step_up.case,
        children=[],
        lead=step_up.requested_by.name,
        since=timezone.localdate(step_up.requested_at),
        due=_of_a_dispute(disputed) if disputed else next_due_of(step_up.__dict__["due_found"]),
        action=STEPS[StepUp.State(step_up.state)],
        url=address(page, step_up.case),
        step_up=step_up,
    )


def _of_a_dispute(found: dict[str, Any]) -> NextDue:
    stage = str(StepUpDispute.Stage(found["stage"]).label).lower()
    day = date.fromisoformat(found["on"])
    return NextDue("Settle the dispute", stage, day, Timescale.Owner.MANAGER)
