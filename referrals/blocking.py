"""Why something cannot be done with a request now, in sentences the desk would say."""

from collections.abc import Callable
from typing import Any

from accounts.roles import May, may
from referrals.models import Referral

Rule = Callable[[Referral, Any], str]


def blockers(referral: Referral, verb: str, by: Any) -> list[str]:
    """The reasons why `by` cannot do `verb` with this request now. None: it can be done.

    `verb` is a key of RULES: "take", "judge", "decide".
    """
    return [reason for rule in RULES[verb] if (reason := rule(referral, by))]


def screener(referral: Referral, by: Any) -> str:
    return "" if may(by, May.TRIAGE) else "Only the early help desk can do this."


def decider(referral: Referral, by: Any) -> str:
    return "" if may(by, May.DECIDE) else "Only people who work at the early help desk decide."


def undecided(referral: Referral, by: Any) -> str:
    return "" if referral.stage != Referral.Stage.DECIDED else "This request has been decided."


def not_already_theirs(referral: Referral, by: Any) -> str:
    return "You have taken this request." if referral.taken_by_id == by.pk else ""


RULES: dict[str, list[Rule]] = {
    "take": [screener, undecided, not_already_theirs],
    "judge": [screener, undecided],
    "decide": [decider, undecided],
}
