"""What an ending must say before a case is closed with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from audit.refusal import Reason
from cases.closure_reasons import RISK_CHECKED, ClosureReason, OutcomeGroup, group_of
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
SENT_AND_OURS = (
    "{council} has been told that this family lives there and has not answered. The family stays "
    "ours until their receipt or refusal is recorded."
)

# Endings that wait for no other council: there is nobody left to hand over, or never was.
WITHOUT_RECEIPT = frozenset({ClosureReason.OPENED_IN_ERROR, ClosureReason.CHILD_DIED})

# Endings in which nobody judges the needs: there was no work, or no time for such questions.
WITHOUT_OUTCOMES = frozenset({ClosureReason.OPENED_IN_ERROR, ClosureReason.CHILD_DIED})


@dataclass(frozen=True)
class Ending:
    """What somebody wrote about how a case ends. `outcomes` are by the id of the need. The reason
    is "" while none is chosen: what nearly every ending must say is asked then too.
    """

    reason: str
    outcomes: dict[int, tuple[str, str]]
    summary: str
    family_view: str
    stays_in_touch: str
    risk_check: str = ""


def reasons_against(case: Case, ending: Ending) -> list[str]:
    """Why a manager cannot end the case with what was written. None: they can."""
    return [*unsaid(case, ending), *_risk(case, ending)]


def unsaid(case: Case, ending: Ending) -> list[str]:
    """What is missing or does not fit in an ending, whoever authorises it."""
    if ending.reason == ClosureReason.STEPPED_UP:
        return [ONLY_BY_HANDOVER]
    return [
        *_moved(case, ending),
        *_work(case, ending),
        *_needs(case, ending),
        *_words(ending),
    ]


def withdrawn(case: Case) -> bool:
    """Whether the family's agreement was withdrawn and waits for an answer: closing is one."""
    return case.withdrawals.filter(answer="").exists()


def _risk(case: Case, ending: Ending) -> Iterator[str]:
    if ending.risk_check.strip():
        return
    if ending.reason in RISK_CHECKED:
        label = ClosureReason(ending.reason).label
        yield Reason(
            f"Write your check of risk: what makes it safe to close with the reason “{label}”, "
            "and who was asked.",
            about="risk_check",
        )
    elif withdrawn(case):
        yield Reason(
            "The family’s agreement was withdrawn. Write your check of risk: what makes it safe "
            "to close, and who was asked.",
            about="risk_check",
        )


def _moved(case: Case, ending: Ending) -> Iterator[str]:
    sent = case.sent_on.order_by("-pk").first()
    if sent and not sent.answer and ending.reason not in WITHOUT_RECEIPT:
        yield Reason(SENT_AND_OURS.format(council=sent.council_name), about="reason")
    elif sent is None and ending.reason == ClosureReason.MOVED:
        yield Reason(MOVED_AND_OURS, about="reason")


def _work(case: Case, ending: Ending) -> Iterator[str]:
    if _is_early_help(ending) and case.allocated_on is None:
        yield Reason(
            "Nobody has worked with this family yet. Choose another reason.", about="reason"
        )


def _needs(case: Case, ending: Ending) -> Iterator[str]:
    if ending.reason in WITHOUT_OUTCOMES:
        return
    needs = list(case.needs.order_by("pk").values_list("pk", "kind"))
    found = [ending.outcomes.get(pk, ("", ""))[0] for pk, _kind in needs]
    for (pk, kind), outcome in zip(needs, found, strict=True):
        if not outcome:
            words = f"Say what became of the need “{title_of(kind)}”."
            yield Reason(words, about=f"need_{pk}")
    if not all(found) or not needs:
        return
    if ending.reason == ClosureReason.NEEDS_MET and set(found) != {Outcome.MET}:
        yield Reason(
            "Not every need is met. Choose “Needs partly met”, or another reason.", about="reason"
        )
    if ending.reason == ClosureReason.PARTLY_MET and set(found) == {Outcome.NOT_MET}:
        yield Reason("No need is met or partly met. Choose another reason.", about="reason")


def _words(ending: Ending) -> Iterator[str]:
    if not ending.summary.strip():
        yield Reason("Write a short summary of the work and how it ends.", about="summary")
    if not _is_early_help(ending):
        return
    if not ending.family_view.strip():
        yield Reason(
            "Write what the family says, or that they were asked and would rather not say.",
            about="family_view",
        )
    if not ending.stays_in_touch.strip():
        yield Reason(
            "Say who stays in touch with the family, such as the school or the health visitor.",
            about="stays_in_touch",
        )


def _is_early_help(ending: Ending) -> bool:
    return bool(ending.reason) and group_of(ending.reason) == OutcomeGroup.EARLY_HELP
