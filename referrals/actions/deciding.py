"""Deciding on a request: one row per child, all in one breath."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.models import Stale
from audit.refusal import refuse_if
from cases.models import Case, Family
from localities.models import Locality
from referrals.actions.accepting import Accepted, accept
from referrals.actions.following import follow
from referrals.actions.handing_on import hand_on
from referrals.actions.rereferring import rereferral
from referrals.actions.screening import note_known
from referrals.actions.telling.senders import doubts_about_telling, doubts_about_told, tell_decided
from referrals.models import NOT_FINAL, Decision, Outcome, Referral, ReferralPerson
from referrals.out_of_area import until_another_council_has_it
from referrals.rules.blocking import blockers
from referrals.rules.deciding import (
    NO_LEVEL,
    NO_LOCALITY,
    NO_OUTCOME,
    NO_REASON,
    reasons_against,
)

__all__ = [
    "NO_LEVEL",
    "NO_LOCALITY",
    "NO_OUTCOME",
    "NO_REASON",
    "Decided",
    "ForChild",
    "children_to_decide",
    "decide",
]


@dataclass(frozen=True)
class ForChild:
    """What is decided for one child, and what the outcome needs to be told besides.

    More information: the question to the sender, and the day to answer by. Harm: who says so
    and what they say.
    """

    child: ReferralPerson
    outcome: str
    reason: str
    level: int | None = None
    question: str = ""
    answer_by: date | None = None
    said_by: str = ""
    alleged: str = ""


@dataclass(frozen=True)
class Decided:
    """What came of it: the request, and the case that was opened or added to."""

    referral: Referral
    case: Case | None = None
    added_to_live_case: bool = False


@transaction.atomic
def decide(
    *,
    referral: Referral,
    decisions: Sequence[ForChild],
    by: Any,
    expected_version: int | None = None,
    locality: Locality | None = None,
    family: Family | None = None,
    new_family: bool = False,
    accept_offer: bool = True,
    at_panel: bool = False,
    told: str = "",
    tell: str = "",
    why_not_told: str = "",
    at: datetime | None = None,
) -> Decided:
    """Record a decision for every child who has none that ends it, and do what follows from it.

    Early help registers the family and opens its case in the locality of the address, or in
    `locality` where the address names none; a live case is added to instead. `family` says
    which, where the people belong to several; `new_family` that it is none of them. With
    `accept_offer` a partner who offered to lead does. More information, the panel and harm that
    is alleged keep the request in a queue. `at_panel`: a panel decides what was put to it.
    `told` is what the sender is told apart from the reason. Where somebody of the family asked,
    a decision that ends the request says with `tell` how they hear it (`telling.Tell`), or with
    `why_not_told` why they do not; after a panel the desk tells them.
    Raises Stale where it changed since it was opened.
    """
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if expected_version is not None and locked.version != expected_version:
        raise Stale(locked)
    refuse_if(blockers(locked, "decide_at_panel" if at_panel else "decide", by))
    place, moment = locked.locality or locality, at or timezone.now()
    children = children_to_decide(locked)
    refuse_if(reasons_against(locked, children, decisions, place, by, moment))
    refuse_if(until_another_council_has_it(locked, {row.outcome for row in decisions}))
    refuse_if(doubts_about_told(locked, told))
    if not at_panel and not any(row.outcome in NOT_FINAL for row in decisions):
        refuse_if(list(doubts_about_telling(locked, tell, why_not_told).values()))
    note_known(locked)
    accepted = None
    if early_help := [row for row in decisions if row.outcome == Outcome.EARLY_HELP]:
        assert place is not None
        accepted = accept(
            referral=locked,
            children=[row.child for row in early_help],
            level=max(row.level or 0 for row in early_help),
            reason="\n\n".join(dict.fromkeys(row.reason for row in early_help)),
            by=by,
            locality=place,
            family=family,
            new_family=new_family,
            accept_offer=accept_offer,
            at=moment,
        )
        hand_on(referral=locked, accepted=accepted, by=by, at=moment)
    _write(locked, decisions, accepted, by, moment)
    _note(locked, decisions, accepted, place, by, moment)
    follow(locked, decisions, by, moment)
    if locked.decided_at:
        tell_decided(referral=locked, by=by, told=told, tell=tell, why_not=why_not_told, at=moment)
    if accepted is None:
        return Decided(locked)
    return Decided(locked, accepted.case, accepted.added_to_live_case)


def children_to_decide(referral: Referral) -> list[ReferralPerson]:
    """Children of whom nothing final is decided: nothing at all, or what is not the end."""
    final = {
        row.child_id
        for row in referral.decisions.all()
        if row.superseded_at is None and row.outcome not in NOT_FINAL
    }
    return [
        person
        for person in referral.people.all()
        if person.kind != ReferralPerson.Kind.ADULT and person.pk not in final
    ]


def _write(
    referral: Referral,
    decisions: Sequence[ForChild],
    accepted: Accepted | None,
    by: Any,
    moment: datetime,
) -> None:
    children = [row.child for row in decisions]
    earlier = Decision.objects.filter(child__in=children, superseded_at__isnull=True)
    earlier.update(superseded_at=moment)
    Decision.objects.bulk_create(
        Decision(
            referral=referral,
            child=row.child,
            outcome=row.outcome,
            level=row.level,
            reason=row.reason.strip(),
            decided_on=timezone.localdate(moment),
            decided_at=moment,
            decided_by=by,
            case=accepted.case if accepted and row.outcome == Outcome.EARLY_HELP else None,
            in_time=moment <= referral.due_at,
        )
        for row in decisions
    )


def _note(
    referral: Referral,
    decisions: Sequence[ForChild],
    accepted: Accepted | None,
    locality: Locality | None,
    by: Any,
    moment: datetime,
) -> None:
    """What the decision says of the request: its place and case, and whether it is a re-referral.

    The event goes first: whatever follows from the decision stands after it.
    """
    values: dict[str, Any] = {"locality": locality, "returned": ""} | rereferral(referral, by)
    if accepted:
        values |= {"case": accepted.case, "family": accepted.case.family}
    if referral.taken_by_id is None:
        values |= {"taken_by": by, "taken_at": moment}
    referral.change(**values)
    # Where harm is alleged is told of the request alone: the lead reads the history of the case.
    told = [row for row in decisions if row.outcome != Outcome.HARM] or decisions
    outcomes = dict.fromkeys(Outcome(row.outcome).label for row in told)
    alone = all(row.outcome == Outcome.HARM for row in decisions)
    record(
        "request.decided",
        referral,
        f"Decided: {', '.join(outcomes).lower()}",
        by=by,
        case_id=accepted.case.pk if accepted else None,
        family_id=None if alone else referral.family_id,
        reason="\n\n".join(dict.fromkeys(row.reason.strip() for row in told)),
    )
