"""The closing that a manager of a case is asked to authorise."""

from dataclasses import dataclass

from cases.models import Case, ClosureRequest, Need, NeedOutcome
from cases.needs import title_of

State = ClosureRequest.State


@dataclass(frozen=True)
class Ended:
    """What became of one need, in words."""

    title: str
    who: str
    outcome: str
    note: str


def waiting_closing(case: Case) -> ClosureRequest | None:
    rows = case.closure_requests.filter(state=State.WAITING).select_related("asked_by")
    return rows.first()


def closing_sent_back(case: Case) -> ClosureRequest | None:
    """The last closing asked for, where the manager sent it back: its words go on in the next."""
    last = case.closure_requests.select_related("answered_by").order_by("-pk").first()
    return last if last and last.state == State.SENT_BACK else None


def needs_of(asked: ClosureRequest) -> list[Ended]:
    """The needs of the case with what the lead says became of each."""
    needs = asked.case.needs.select_related("person").order_by("pk")
    return [ended(need, *asked.outcomes.get(str(need.pk), ("", ""))) for need in needs]


def ended(need: Need, outcome: str, note: str) -> Ended:
    return Ended(
        title=title_of(need.kind),
        who=need.person.name if need.person else "Whole family",
        outcome=str(NeedOutcome.Outcome(outcome).label) if outcome else "Not said",
        note=note,
    )
