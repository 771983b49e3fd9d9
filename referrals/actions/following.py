"""What follows from a decision: the queue the request goes to, and what happens to its clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from accounts.roles import May, may
from referrals.actions.asking_back import ask_sender, no_longer_asked
from referrals.actions.passing_on import Alleged, allege, looked_into
from referrals.actions.pausing import start_clock
from referrals.models import NOT_FINAL, Allegation, Decision, Outcome, Referral
from referrals.stages import Stage


def follow(referral: Referral, decisions: Sequence[Any], by: Any, moment: datetime) -> None:
    """Take the locked request to where it belongs after these decisions.

    Harm goes before a question to the sender, and that before the panel.
    """
    no_longer_asked(referral, moment)
    start_clock(referral, by, moment)
    if may(by, May.DECIDE_HARM):
        _look_into(referral, decisions, by, moment)
    if harm := [row for row in decisions if row.outcome == Outcome.HARM]:
        allege(referral, [Alleged(row.child, row.said_by, row.alleged) for row in harm], by, moment)
        return
    stage = _stage(referral)
    ended: dict[str, Any] = {"decided_at": moment} if stage == Stage.DECIDED else {}
    referral.change(stage=stage, **ended)
    if asked := [row for row in decisions if row.outcome == Outcome.MORE_INFORMATION]:
        words = "\n\n".join(dict.fromkeys(row.question.strip() for row in asked))
        ask_sender(referral, words, min(row.answer_by for row in asked), by, moment)


def _look_into(referral: Referral, decisions: Sequence[Any], by: Any, moment: datetime) -> None:
    """A social worker who decides on a child has looked into what is alleged about it."""
    for row in decisions:
        if row.outcome not in (Outcome.HARM, Outcome.MORE_INFORMATION):
            looked_into(referral, [row.child], row.reason, by, moment)


def _stage(referral: Referral) -> Stage:
    standing = Decision.objects.filter(referral=referral, superseded_at__isnull=True)
    outcomes = set(standing.values_list("outcome", flat=True))
    if outcomes.isdisjoint(NOT_FINAL):
        return Stage.DECIDED
    if Outcome.MORE_INFORMATION in outcomes:
        return Stage.SENDER
    alleged = Allegation.objects.filter(referral=referral, looked_into_at__isnull=True)
    return Stage.SOCIAL_WORK if alleged.exists() else Stage.PANEL
