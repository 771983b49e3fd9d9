"""Deciding on a request: one row per child, all in one breath."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.models import Stale
from audit.refusal import refuse_if
from cases.models import Case, Family
from localities.models import Locality
from referrals.actions.accepting import Accepted, accept
from referrals.actions.screening import note_known
from referrals.blocking import blockers
from referrals.models import Decision, Outcome, Referral, ReferralPerson

NO_REASON = "Write the reason for the decision."
NO_LEVEL = "Choose the level of need. Early help needs one."
NO_OUTCOME = "Choose an outcome for every child."
NO_LOCALITY = "Choose the locality. The address does not say which one serves the family."


@dataclass(frozen=True)
class ForChild:
    """What is decided for one child."""

    child: ReferralPerson
    outcome: str
    reason: str
    level: int | None = None


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
    at: datetime | None = None,
) -> Decided:
    """Record a decision for every child who has none yet, and do what follows from it.

    Early help registers the family and opens its case in the locality of the address, or in
    `locality` where the address names none; a live case is added to instead. `family` says
    which, where the people belong to several; `new_family` that it is none of them. With
    `accept_offer` a partner who offered to lead does. A child of whom more information is
    needed keeps the request in the queue. Raises Stale where it changed since it was opened.
    """
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if expected_version is not None and locked.version != expected_version:
        raise Stale(locked)
    refuse_if(blockers(locked, "decide", by))
    place = locked.locality or locality
    refuse_if(_reasons_against(locked, decisions, place))
    note_known(locked)
    moment = at or timezone.now()
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
    _write(locked, decisions, accepted, by, moment)
    _end(locked, decisions, accepted, place, by, moment)
    if accepted is None:
        return Decided(locked)
    return Decided(locked, accepted.case, accepted.added_to_live_case)


def children_to_decide(referral: Referral) -> list[ReferralPerson]:
    """Children of whom nothing final is decided: nothing at all, or that more must be known."""
    final = Decision.objects.filter(referral=referral, superseded_at__isnull=True).exclude(
        outcome=Outcome.MORE_INFORMATION
    )
    children = referral.people.exclude(kind=ReferralPerson.Kind.ADULT)
    return list(children.exclude(pk__in=final.values("child_id")))


def _reasons_against(
    referral: Referral, decisions: Sequence[ForChild], locality: Locality | None
) -> list[str]:
    reasons = []
    asked, given = (
        {child.pk for child in children_to_decide(referral)},
        [row.child.pk for row in decisions],
    )
    if asked != set(given) or len(given) != len(asked):
        reasons.append(NO_OUTCOME)
    if any(row.outcome not in Outcome.values for row in decisions):
        reasons.append(NO_OUTCOME)
    if not all(row.reason.strip() for row in decisions):
        reasons.append(NO_REASON)
    early_help = [row for row in decisions if row.outcome == Outcome.EARLY_HELP]
    if any(row.level is None for row in early_help):
        reasons.append(NO_LEVEL)
    if early_help and locality is None:
        reasons.append(NO_LOCALITY)
    return list(dict.fromkeys(reasons))


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
        )
        for row in decisions
    )


def _end(
    referral: Referral,
    decisions: Sequence[ForChild],
    accepted: Accepted | None,
    locality: Locality | None,
    by: Any,
    moment: datetime,
) -> None:
    values: dict[str, Any] = {"locality": locality}
    if accepted:
        values |= {"case": accepted.case, "family": accepted.case.family}
    if referral.taken_by_id is None:
        values |= {"taken_by": by, "taken_at": moment}
    if any(row.outcome == Outcome.MORE_INFORMATION for row in decisions):
        values["stage"] = Referral.Stage.SCREENING
    else:
        values |= {"stage": Referral.Stage.DECIDED, "decided_at": moment}
    referral.change(**values)
    outcomes = dict.fromkeys(Outcome(row.outcome).label for row in decisions)
    record(
        "request.decided",
        referral,
        f"Decided: {', '.join(outcomes).lower()}",
        by=by,
        case_id=accepted.case.pk if accepted else None,
        family_id=referral.family_id,
        reason="\n\n".join(dict.fromkeys(row.reason.strip() for row in decisions)),
    )
