"""What an ending must say before a case is closed with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cases.blocking import manages
from cases.closure_reasons import MANAGER_ONLY, ClosureReason, OutcomeGroup, group_of
from cases.models import Case, NeedOutcome
from cases.needs import title_of

Outcome = NeedOutcome.Outcome

ONLY_BY_HANDOVER = (
    "A case that is stepped up closes when social care’s handover is recorded. "
    "Use “Step up to social care”."
)

MOVED_AND_OURS = (
    "A family that moved stays ours until the other council’s receipt or refusal is recorded. "
    "Use “Send to another council”."
)

# Endings in which nobody judges the needs: there was no work, or no time for such questions.
WITHOUT_OUTCOMES = frozenset({ClosureReason.OPENED_IN_ERROR, ClosureReason.CHILD_DIED})


@dataclass(frozen=True)
class Ending:
    """What somebody wrote about how a case ends. `outcomes` are by the id of the need."""

    reason: str
    outcomes: dict[int, tuple[str, str]]
    summary: str
    family_view: str
    stays_in_touch: str
    risk_check: str


def reasons_against(case: Case, by: Any, ending: Ending) -> list[str]:
    """Why the case cannot end with what was written. None: it can."""
    if ending.reason == ClosureReason.STEPPED_UP:
        return [ONLY_BY_HANDOVER]
    return [
        *_authority(case, by, ending),
        *_moved(case, ending),
        *_work(case, ending),
        *_needs(case, ending),
        *_words(ending),
    ]


def _authority(case: Case, by: Any, ending: Ending) -> Iterator[str]:
    if ending.reason not in MANAGER_ONLY:
        yield from _withdrawn(case, by, ending)
        return
    label = ClosureReason(ending.reason).label
    if not manages(case, by):
        yield (
            f"Only a manager of {case.locality.name} can close a case with the reason "
            f"“{label}”. Ask them to check the risk and close it."
        )
    elif not ending.risk_check.strip():
        yield (
            f"Write your check of risk: what makes it safe to close with the reason “{label}”, "
            "and who was asked."
        )


def _withdrawn(case: Case, by: Any, ending: Ending) -> Iterator[str]:
    if not case.withdrawals.filter(answer="").exists():
        return
    if not manages(case, by):
        yield (
            f"The family’s agreement was withdrawn. Only a manager of {case.locality.name} can "
            "close the case until they have answered. Ask them to check the risk."
        )
    elif not ending.risk_check.strip():
        yield (
            "The family’s agreement was withdrawn. Write your check of risk: what makes it safe "
            "to close, and who was asked."
        )


def _moved(case: Case, ending: Ending) -> Iterator[str]:
    if ending.reason != ClosureReason.MOVED:
        return
    sent = case.sent_on.order_by("-pk").first()
    if sent is None or not sent.answer:
        yield MOVED_AND_OURS


def _work(case: Case, ending: Ending) -> Iterator[str]:
    if group_of(ending.reason) == OutcomeGroup.EARLY_HELP and case.allocated_on is None:
        yield "Nobody has worked with this family yet. Choose another reason."


def _needs(case: Case, ending: Ending) -> Iterator[str]:
    if ending.reason in WITHOUT_OUTCOMES:
        return
    needs = list(case.needs.order_by("pk").values_list("pk", "kind"))
    found = [ending.outcomes.get(pk, ("", ""))[0] for pk, _kind in needs]
    for (_pk, kind), outcome in zip(needs, found, strict=True):
        if not outcome:
            yield f"Say what became of the need “{title_of(kind)}”."
    if not all(found) or not needs:
        return
    if ending.reason == ClosureReason.NEEDS_MET and set(found) != {Outcome.MET}:
        yield "Not every need is met. Choose “Needs partly met”, or another reason."
    if ending.reason == ClosureReason.PARTLY_MET and set(found) == {Outcome.NOT_MET}:
        yield "No need is met or partly met. Choose another reason."


def _words(ending: Ending) -> Iterator[str]:
    if not ending.summary.strip():
        yield "Write a short summary of the work and how it ends."
    if group_of(ending.reason) != OutcomeGroup.EARLY_HELP:
        return
    if not ending.family_view.strip():
        yield "Write what the family says, or that they were asked and would rather not say."
    if not ending.stays_in_touch.strip():
        yield "Say who stays in touch with the family, such as the school or the health visitor."
