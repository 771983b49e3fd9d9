"""Where the step-ups of a case stand, and the next step of each state."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from cases.models import Case, Due, StepUp, StepUpDispute
from cases.models.due import OF_A_STEP_UP, PACK
from cases.rules.blocking import blockers, blockers_of_each
from cases.rules.step_up_checklist import reasons_against
from localities.clocks import how_long

State = StepUp.State
DISPUTES = StepUpDispute.objects.select_related("raised_by").order_by("raised_at", "pk")


@dataclass(frozen=True)
class NextStep:
    """Something that can be done with a step-up now, or why it cannot be done by this person."""

    label: str
    url_name: str
    reasons: list[str]


@dataclass(frozen=True)
class StepUps:
    """The step-up in progress, if any, with its next steps, and those that ended."""

    current: StepUp | None
    steps: list[NextStep]
    earlier: list[StepUp]
    dues: list[Due]
    disputing: NextStep | None = None


def step_ups_of(case: Case, by: Any) -> StepUps:
    """All the step-ups of a case, newest first."""
    found = list(
        case.step_ups.select_related("requested_by", "agreed_by")
        .prefetch_related(Prefetch("disputes", DISPUTES))
        .order_by("-requested_at", "-pk")
    )
    current = next((row for row in found if row.state in StepUp.WAITING), None)
    return StepUps(
        current=current,
        steps=_steps(case, current, by) if current else [],
        earlier=[row for row in found if row is not current],
        disputing=_disputing(case, found, by),
        dues=_dues(case) if current else [],
    )


def open_dispute(case: Case) -> StepUpDispute | None:
    rows = StepUpDispute.objects.filter(case=case, ended_at__isnull=True)
    return rows.select_related("raised_by", "step_up").first()


def last_returned(case: Case) -> StepUp | None:
    """The newest step-up, where social care returned it."""
    newest = case.step_ups.order_by("-requested_at", "-pk").first()
    return newest if newest and newest.state == State.RETURNED else None


def _dues(case: Case) -> list[Due]:
    """What its clocks wait for, the soonest first."""
    open_now = Due.objects.still_open().filter(case=case, key__in=OF_A_STEP_UP)
    return list(open_now.order_by("due_on", "pk"))


def pack_within() -> str:
    """How long there is for the pack of an urgent step-up, by the table: “1 working day”."""
    return how_long(PACK)


def present_step_up(case: Case, *states: str) -> StepUp | None:
    """The step-up in progress, if it is in one of these states."""
    rows = case.step_ups.filter(state__in=states).select_related("requested_by", "agreed_by")
    return rows.first()


def pack_is_short(step_up: StepUp) -> bool:
    """An urgent one was sent before there was time to write what the pack needs, or to go through
    the agreed procedure."""
    unsaid = not step_up.tried.strip() or reasons_against(step_up.checklist)
    return step_up.urgent and bool(unsaid)


def _disputing(case: Case, found: list[StepUp], by: Any) -> NextStep | None:
    """What can be done about the newest one, where social care returned it or it is disputed."""
    disputes = [dispute for row in found for dispute in row.disputes.all()]
    if any(dispute.ended_at is None for dispute in disputes):
        why = blockers(case, "settle_step_up", by)
        return NextStep("Say what came of the dispute", "case-step-up-settle", why)
    if found and found[0].state == State.RETURNED:
        why = blockers(case, "dispute_step_up", by)
        return NextStep("Dispute this answer", "case-step-up-dispute", why)
    return None


def _steps(case: Case, step_up: StepUp, by: Any) -> list[NextStep]:
    rules = ["complete_step_up", "answer_step_up", "hand_over"]
    why = blockers_of_each(case, rules, by)
    decide = NextStep("Agree or not", "case-step-up-decide", why["answer_step_up"])
    answer = NextStep("Record social care’s answer", "case-step-up-answer", why["answer_step_up"])
    over = NextStep("Record the handover", "case-step-up-handover", why["hand_over"])
    complete = NextStep("Complete the pack", "case-step-up-complete", why["complete_step_up"])
    steps = {State.REQUESTED: decide, State.SENT: answer, State.ACCEPTED: over}
    found = [steps[State(step_up.state)]]
    if pack_is_short(step_up) and step_up.state != State.REQUESTED:
        found.insert(0, complete)
    return sorted(found, key=lambda step: bool(step.reasons))
