"""What stands in the way of a person's request being moved on. Sentences, each with the mend."""

from typing import Any

from django.utils import timezone

from accounts.roles import May, may
from cases.models import Dispute, RightsRequest
from cases.rights_clock import begins_on, due_by
from cases.rights_way import TITLES, State, Verb, can_move

NOT_YOURS = "Only information governance answers people’s requests about their records."
NO_PERSON = "Say first which person on record this is."
NO_COPY = "The final copy has not been produced. Decide every item and produce it first."
NO_DECISION = "An item they dispute is not decided yet."
TOO_LATE = "The first month has passed. The two more months can only be taken within it."
EXTENDED = "The two more months have been taken already."
Kind, Outcome = RightsRequest.Kind, RightsRequest.Outcome

# How each kind of request may be answered.
OUTCOMES: dict[str, tuple[str, ...]] = {
    Kind.SUBJECT_ACCESS: (Outcome.SENT, Outcome.NOTHING_HELD, Outcome.REFUSED),
    Kind.RECTIFICATION: (
        Outcome.CORRECTED,
        Outcome.STATEMENT,
        Outcome.NOTHING_HELD,
        Outcome.REFUSED,
    ),
    Kind.OBJECTION: (Outcome.UPHELD, Outcome.NOT_UPHELD, Outcome.NOTHING_HELD),
    Kind.ERASURE: (Outcome.ERASED, Outcome.NOTHING_HELD, Outcome.REFUSED),
}
NEEDS_PERSON = frozenset(Outcome) - {Outcome.NOTHING_HELD, Outcome.REFUSED}


def rights_blockers(request: RightsRequest, verb: Verb, by: Any) -> list[str]:
    """Why this cannot be done with this request now."""
    if not may(by, May.HANDLE_RIGHTS):
        return [NOT_YOURS]
    if not can_move(request.state, verb):
        return [f"The request is at “{TITLES[State(request.state)]}”, where this cannot be done."]
    return _of_extending(request) if verb == Verb.EXTEND else []


def outcome_blockers(request: RightsRequest, outcome: str, holds: int) -> list[str]:
    """Why a request cannot be answered in this way now. `holds`: legal holds on the person."""
    if outcome not in OUTCOMES[request.kind]:
        return ["This kind of request is not answered in that way."]
    reasons = []
    if outcome in NEEDS_PERSON and request.person_id is None:
        reasons.append(NO_PERSON)
    if outcome == Outcome.SENT and request.copy_made_on is None:
        reasons.append(NO_COPY)
    if request.disputes.filter(decision=Dispute.Decision.PENDING).exists():
        reasons.append(NO_DECISION)
    if outcome == Outcome.ERASED and holds:
        reasons.append(
            "A legal hold stands on this record, so nothing in it may be erased. "
            "End the hold first, or refuse with that reason."
        )
    return reasons


def _of_extending(request: RightsRequest) -> list[str]:
    if request.extended_on:
        return [EXTENDED]
    begun = begins_on(request.received_on, request.proof_asked_on, request.proved_on)
    return [TOO_LATE] if begun and timezone.localdate() > due_by(begun) else []
