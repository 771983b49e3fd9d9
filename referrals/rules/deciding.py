"""What a decision must say before it can be recorded."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from django.utils import timezone

from accounts.roles import May, may
from localities.calendar import add_working_days
from localities.models import Locality
from referrals.models import Outcome, Referral, ReferralPerson
from referrals.rules.blocking import ONLY_NO_ACTION, outcome_blockers

NO_REASON = "Write the reason for the decision."
NO_LEVEL = "Choose the level of need. Early help needs one."
NO_OUTCOME = "Choose an outcome for every child."
NO_LOCALITY = "Choose the locality. The address does not say which one serves the family."
NO_QUESTION = "Write the question to the sender."
NO_DAY = "Say by which day the sender answers: a later one."
TOO_FAR = "Choose a day within ten working days."
NO_SOURCE = "Say who alleges harm. An allegation names its source."
NO_WORDS = "Write what is alleged, in the words it was said in."
LONGEST = 10  # working days a sender is waited for


class Row(Protocol):
    """`referrals.actions.deciding.ForChild`."""

    child: ReferralPerson
    outcome: str
    reason: str
    level: int | None
    question: str
    answer_by: date | None
    said_by: str
    alleged: str


def reasons_against(
    referral: Referral,
    children: Iterable[ReferralPerson],
    decisions: Sequence[Any],
    locality: Locality | None,
    by: Any,
    moment: datetime,
) -> list[str]:
    """Every sentence about what is missing or cannot be, each once."""
    reasons = []
    asked, given = {child.pk for child in children}, [row.child.pk for row in decisions]
    if asked != set(given) or len(given) != len(asked):
        reasons.append(NO_OUTCOME)
    for row in decisions:
        reasons += _of_outcome(referral, row, by)
    if not all(row.reason.strip() for row in decisions):
        reasons.append(NO_REASON)
    early_help = [row for row in decisions if row.outcome == Outcome.EARLY_HELP]
    if any(row.level is None for row in early_help):
        reasons.append(NO_LEVEL)
    if early_help and locality is None:
        reasons.append(NO_LOCALITY)
    if _ends_beside_harm(decisions) and not may(by, May.DECIDE_HARM):
        reasons.append(ONLY_NO_ACTION)
    for row in decisions:
        reasons += what_is_missing(row, timezone.localdate(moment)).values()
    return list(dict.fromkeys(reasons))


def what_is_missing(row: Row, today: date) -> dict[str, str]:
    """By the name of the field: what the outcome needs to be told besides its reason."""
    found: dict[str, str] = {}
    if row.outcome == Outcome.MORE_INFORMATION:
        if not row.question.strip():
            found["question"] = NO_QUESTION
        if row.answer_by is None or row.answer_by <= today:
            found["answer_by"] = NO_DAY
        elif row.answer_by > add_working_days(today, LONGEST):
            found["answer_by"] = TOO_FAR
    if row.outcome == Outcome.HARM:
        found |= {} if row.said_by.strip() else {"said_by": NO_SOURCE}
        found |= {} if row.alleged.strip() else {"alleged": NO_WORDS}
    return found


def _of_outcome(referral: Referral, row: Row, by: Any) -> list[str]:
    if row.outcome not in Outcome.values:
        return [NO_OUTCOME]
    return outcome_blockers(referral, row.outcome, by)


def _ends_beside_harm(decisions: Sequence[Row]) -> bool:
    """One child is to have no further action, while harm of a brother or sister is alleged."""
    outcomes = {row.outcome for row in decisions}
    return {Outcome.HARM.value, Outcome.NO_ACTION.value} <= outcomes
