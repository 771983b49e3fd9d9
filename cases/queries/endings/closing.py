"""The closing that a manager of a case is asked to authorise."""

from dataclasses import dataclass

from cases.models import Case, ClosureRequest, Need, NeedOutcome
from cases.needs import title_of

State = ClosureRequest.State

PARTS = {
    "reason": "Why the case closes",
    "summary": "Summary of the work",
    "family_view": "What the family says",
    "child_view": "What the children say",
    "stays_in_touch": "Who stays in touch",
    "may_ask": "May we ask later how it goes",
}


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


def sent_back_before(asked: ClosureRequest) -> ClosureRequest | None:
    """The closing asked for just before this one, where the manager sent it back."""
    rows = ClosureRequest.objects.filter(case=asked.case_id, pk__lt=asked.pk)
    last = rows.select_related("answered_by").order_by("-pk").first()
    return last if last and last.state == State.SENT_BACK else None


def changed_since(before: ClosureRequest, asked: ClosureRequest) -> list[str]:
    """What is written otherwise in the later of the two, in the words of its page."""
    parts = (
        title for name, title in PARTS.items() if getattr(before, name) != getattr(asked, name)
    )
    needs = (
        f"What became of “{title_of(need.kind)}”"
        for need in asked.case.needs.order_by("pk")
        if before.outcomes.get(str(need.pk)) != asked.outcomes.get(str(need.pk))
    )
    return [*parts, *needs]


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
