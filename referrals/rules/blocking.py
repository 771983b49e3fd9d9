"""Why something cannot be done with a request now, in sentences the desk would say."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.roles import May, may
from referrals.models import Outcome, Referral
from referrals.stages import Stage

Rule = Callable[[Referral, Any], str]
OutcomeRule = Callable[[Referral, str, Any], str]

ONLY_SOCIAL_CARE = (
    "Only a social worker decides on social care. Choose “Harm is alleged”: it goes to one at once."
)
ONLY_NO_ACTION = "Harm is alleged, so only a social worker decides on no further action."


def blockers(referral: Referral, verb: str, by: Any) -> list[str]:
    """The reasons why `by` cannot do `verb` with this request now. None: it can be done.

    `verb` is a key of RULES: "take", "judge", "decide"…
    """
    return [reason for rule in RULES[verb] if (reason := rule(referral, by))]


def outcome_blockers(referral: Referral, outcome: str, by: Any) -> list[str]:
    """The reasons why `by` cannot choose this outcome for a child of this request now."""
    return [reason for rule in OUTCOME_RULES if (reason := rule(referral, outcome, by))]


def screener(referral: Referral, by: Any) -> str:
    return "" if may(by, May.TRIAGE) else "Only the early help desk can do this."


def decider(referral: Referral, by: Any) -> str:
    return "" if may(by, May.DECIDE) else "Only people who work at the early help desk decide."


def panellist(referral: Referral, by: Any) -> str:
    allowed = any(may(by, what) for what in (May.CHAIR_PANEL, May.DECIDE, May.ALLOCATE))
    return "" if allowed else "Only a panel decides here."


def undecided(referral: Referral, by: Any) -> str:
    return "" if referral.stage != Stage.DECIDED else "This request has been decided."


def not_already_theirs(referral: Referral, by: Any) -> str:
    return "You have taken this request." if referral.taken_by_id == by.pk else ""


def not_for_social_work(referral: Referral, by: Any) -> str:
    if referral.stage != Stage.SOCIAL_WORK or may(by, May.DECIDE_HARM):
        return ""
    return "Harm is alleged: a social worker takes this request."


def harm_looked_into(referral: Referral, by: Any) -> str:
    """Until a social worker has looked into what is alleged, nobody else decides anything."""
    if not referral.harm_alleged or may(by, May.DECIDE_HARM):
        return ""
    waits = any(one.looked_into_at is None for one in referral.allegations.all())
    if referral.stage != Stage.SOCIAL_WORK and not waits:
        return ""
    return "Harm is alleged: a social worker decides."


def not_at_the_panel(referral: Referral, by: Any) -> str:
    """What is kept for named people is put before no panel, also what waited for one before."""
    if not _at_the_panel(referral) or referral.kept_for_id:
        return ""
    return "This request waits for the panel, which decides."


def at_the_panel(referral: Referral, by: Any) -> str:
    return "" if _at_the_panel(referral) else "This request does not wait for the panel."


def on_no_agenda(referral: Referral, by: Any) -> str:
    if not _at_the_panel(referral):
        return ""
    if not any(item.outcome == "" for item in referral.panel_items.all()):
        return ""
    return "It is on the agenda of a panel. Take it off there first."


def nobody_in_danger(referral: Referral, by: Any) -> str:
    if referral.urgent or referral.harm_alleged:
        return "Somebody may be in danger: this clock never pauses."
    return ""


def running(referral: Referral, by: Any) -> str:
    if referral.paused_until and referral.paused_until > timezone.now():
        return "The clock is paused."
    return "The clock has run out." if referral.due_at <= timezone.now() else ""


def paused(referral: Referral, by: Any) -> str:
    return "" if referral.paused_until else "The clock is not paused."


def not_with_a_social_worker(referral: Referral, by: Any) -> str:
    return "A social worker has this request." if referral.stage == Stage.SOCIAL_WORK else ""


def with_a_social_worker(referral: Referral, by: Any) -> str:
    return "" if referral.stage == Stage.SOCIAL_WORK else "No social worker has this request."


def social_worker(referral: Referral, by: Any) -> str:
    return "" if may(by, May.DECIDE_HARM) else "Only a social worker can do this."


def sender_or_desk(referral: Referral, by: Any) -> str:
    if by is None or may(by, May.TRIAGE) or referral.sender_user_id == by.pk:
        return ""
    return "Only the sender answers, or the desk for them."


def asked(referral: Referral, by: Any) -> str:
    waits = any(one.ended_at is None for one in referral.questions.all())
    return "" if waits else "No question to the sender waits for an answer."


def something_decided(referral: Referral, by: Any) -> str:
    standing = any(one.superseded_at is None for one in referral.decisions.all())
    return "" if standing else "Nothing has been decided yet."


def is_decided(referral: Referral, by: Any) -> str:
    return "" if referral.stage == Stage.DECIDED else "Nothing that ends this request is decided."


def decided_of_harm(referral: Referral, by: Any) -> str:
    if not referral.harm_alleged or may(by, May.DECIDE_HARM):
        return ""
    return "Harm was alleged: only a social worker takes back what was decided."


def not_disputed(referral: Referral, by: Any) -> str:
    running_ = [one for one in referral.disagreements.all() if one.ended_at is None]
    if not running_:
        return ""
    return f"{running_[0].raised_by_name} disagrees already. It is being settled."


def social_care_by_a_social_worker(referral: Referral, outcome: str, by: Any) -> str:
    if outcome != Outcome.SOCIAL_CARE or may(by, May.DECIDE_HARM):
        return ""
    return ONLY_SOCIAL_CARE


def no_action_where_harm_is_alleged(referral: Referral, outcome: str, by: Any) -> str:
    if outcome != Outcome.NO_ACTION or not referral.harm_alleged or may(by, May.DECIDE_HARM):
        return ""
    return ONLY_NO_ACTION


def harm_not_passed_on_twice(referral: Referral, outcome: str, by: Any) -> str:
    if outcome != Outcome.HARM or referral.stage != Stage.SOCIAL_WORK:
        return ""
    return "A social worker has this request already."


def no_panel_for_what_is_kept(referral: Referral, outcome: str, by: Any) -> str:
    if outcome != Outcome.PANEL or not referral.kept_for_id:
        return ""
    return "This request is kept for named people, who decide on it without a panel."


def no_panel_after_the_panel(referral: Referral, outcome: str, by: Any) -> str:
    if outcome != Outcome.PANEL or not _at_the_panel(referral):
        return ""
    return "The panel has this request already."


def _at_the_panel(referral: Referral) -> bool:
    return referral.stage == Stage.PANEL


RULES: dict[str, list[Rule]] = {
    "take": [screener, undecided, not_already_theirs, not_for_social_work],
    "judge": [screener, undecided],
    "decide": [decider, undecided, not_at_the_panel, harm_looked_into],
    "decide_at_panel": [panellist, at_the_panel],
    "return_from_panel": [panellist, at_the_panel],
    "take_back": [decider, at_the_panel, on_no_agenda],
    "pause": [screener, undecided, not_at_the_panel, nobody_in_danger, running],
    "resume": [screener, paused],
    "pass_on": [screener, not_with_a_social_worker],
    "hand_back": [social_worker, with_a_social_worker],
    "answer": [sender_or_desk, asked],
    "correct": [decider, is_decided, decided_of_harm, not_disputed],
    "disagree": [something_decided, not_disputed],
    "tell": [screener],
}
OUTCOME_RULES: list[OutcomeRule] = [
    social_care_by_a_social_worker,
    no_action_where_harm_is_alleged,
    harm_not_passed_on_twice,
    no_panel_after_the_panel,
    no_panel_for_what_is_kept,
]
