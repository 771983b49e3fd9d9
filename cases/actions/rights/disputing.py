"""Disputing one item of the record: what the person says is kept, whatever is decided."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.roles import May, may
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import Case, Dispute, Person, RightsRequest
from cases.rules.rights import NO_PERSON, NOT_YOURS

NOT_ASKED = "This request is not to correct the record."
ENDED = "The request has been answered. Write down a new one."
DECIDED = "This was decided already."
NAMED = "This part of the record is disputed in this request already. Decide that first."


@transaction.atomic
def dispute(
    *,
    request: RightsRequest,
    by: Any,
    item: models.Model,
    words: str,
    statement: str,
    case: Case | None = None,
) -> Dispute:
    """Name the item of the record that a person says is wrong, and what they say."""
    locked = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.kind != RightsRequest.Kind.RECTIFICATION:
        raise Refused(NOT_ASKED)
    if not locked.is_open:
        raise Refused(ENDED)
    kind = item._meta.label_lower
    if locked.disputes.filter(item_kind=kind, item_id=item.pk).exists():
        raise Refused(NAMED)
    found = Dispute.objects.create(
        request=locked,
        case_id=case.pk if case else locked.case_id,
        person_id=locked.person_id,
        item_kind=kind,
        item_id=item.pk,
        item_words=words[:200],
        statement=statement,
    )
    said = f"A part of the record is disputed: {found.item_words}"[:500]
    record("rights.disputed", locked, said, by=by, case_id=found.case_id)
    return found


def dispute_in_words(*, request: RightsRequest, by: Any, part: str, statement: str) -> Dispute:
    """The same by information governance, who reads no case: the part is named in words, and the
    statement stands beside the facts about the person."""
    refuse_if([] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS])
    if request.person_id is None:
        raise Refused(NO_PERSON)
    item = Person(pk=request.person_id)
    return dispute(request=request, by=by, item=item, words=part, statement=statement)


@transaction.atomic
def decide(*, dispute: Dispute, by: Any, corrected: bool, reason: str) -> Dispute:
    """Say whether the item was corrected. If not, the statement stays beside it."""
    locked = Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)
    refuse_if([] if may(by, May.HANDLE_RIGHTS) else [NOT_YOURS])
    if locked.decision != Dispute.Decision.PENDING:
        raise Refused(DECIDED)
    decision = Dispute.Decision.CORRECTED if corrected else Dispute.Decision.NOT_CORRECTED
    locked.change(decision=decision, reason=reason, decided_by=by, decided_on=timezone.localdate())
    said = f"Disputed part of the record: {locked.get_decision_display().lower()}"
    record("rights.dispute_decided", locked, said, by=by, case_id=locked.case_id, reason=reason)
    return locked
