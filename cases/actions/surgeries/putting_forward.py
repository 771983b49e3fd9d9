"""Putting a case forward to a locality’s surgery, and taking it off again."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.refusal import Refused, refuse_if
from cases.actions.people.telling import case_to_change, tell
from cases.models import Case, Surgery, SurgeryItem
from cases.rules.surgery import (
    is_late,
    reasons_against_putting_forward_to,
    reasons_against_withdrawing,
)

Outcome = SurgeryItem.Outcome

ALREADY = "This case is on the agenda of a surgery already."
ELSEWHERE = "{surgery} is another locality’s. Choose one of {locality}."
NO_QUESTION = "Write what you want to ask the surgery."
NO_WHY = "Write why you withdraw it."
ENDED = "The case was closed"


@transaction.atomic
def put_forward(
    *,
    case: Case,
    surgery: Surgery,
    by: Any,
    question: str,
    unnamed: bool = False,
    at: datetime | None = None,
) -> SurgeryItem:
    """Put a case forward with a question. What comes after the agenda was closed is marked late
    and taken all the same: a worry does not wait for a rule about paper. `unnamed`: it is to be
    talked over without names."""
    case = case_to_change(case, by, "put_forward")
    moment = at or timezone.now()
    surgery = Surgery.objects.select_related("locality").get(pk=surgery.pk)
    refuse_if(_missing(case, surgery, question, moment))
    try:
        with transaction.atomic():
            item = _item(case, surgery, by, question.strip(), unnamed, moment)
    except IntegrityError as problem:
        if "a_case_is_put_forward_to_one_surgery_at_a_time" in str(problem):
            raise Refused(ALREADY) from None
        raise
    late = ", after its agenda was closed" if item.late else ""
    said = f"Put forward to the {surgery}{late}"
    tell(case, "surgery.put_forward", item, said, by=by, reason=item.question)
    return item


@transaction.atomic
def withdraw(*, item: SurgeryItem, by: Any, why: str, version: int) -> SurgeryItem:
    """Take a case off the agenda, saying why."""
    item = locked_item(item)
    refuse_if(reasons_against_withdrawing(item, by))
    if not why.strip():
        raise Refused(NO_WHY)
    end(item, Outcome.WITHDRAWN, by, why.strip(), version)
    said = f"Withdrawn from the {item.surgery}"
    tell(item.case, "surgery.withdrawn", item, said, by=by, reason=why.strip())
    return item


def carry(*, item: SurgeryItem, to: Surgery, by: Any) -> SurgeryItem:
    """Put what one surgery did not get to on the agenda of another. Part of other verbs."""
    now = timezone.now()
    made = _item(item.case, to, item.put_forward_by, item.question, item.unnamed, now, item)
    said = f"Carried over to the {to}"
    tell(item.case, "surgery.put_forward", made, said, by=by, reason=made.question)
    return made


def ended_by_closing(*, case: Case, by: Any) -> None:
    """The case ends: no surgery is asked about it any more. Part of the ending."""
    for item in SurgeryItem.objects.select_for_update().filter(case=case, outcome=""):
        end(item, Outcome.WITHDRAWN, by, ENDED, item.version)


def end(item: SurgeryItem, outcome: str, by: Any, why: str, version: int, **values: Any) -> None:
    """Write what came of an item."""
    came = {"outcome": outcome, "outcome_by": by, "outcome_at": timezone.now()}
    item.change(expected=version, outcome_why=why, **came, **values)


def locked_item(item: SurgeryItem) -> SurgeryItem:
    """The item with its case and surgery, the case locked first."""
    Case.objects.select_for_update().get(pk=item.case_id)
    rows = SurgeryItem.objects.select_for_update(of=("self",))
    return rows.select_related("case__locality", "case__family", "surgery__locality").get(
        pk=item.pk
    )


def _item(
    case: Case,
    surgery: Surgery,
    by: Any,
    question: str,
    unnamed: bool,
    at: datetime,
    carried_from: SurgeryItem | None = None,
) -> SurgeryItem:
    return SurgeryItem.objects.create(
        surgery=surgery,
        case=case,
        question=question,
        unnamed=unnamed,
        late=carried_from is None and is_late(surgery, timezone.localdate(at)),
        put_forward_by=by,
        put_forward_at=at,
        carried_from=carried_from,
    )


def _missing(case: Case, surgery: Surgery, question: str, at: datetime) -> list[str]:
    elsewhere = ELSEWHERE.format(surgery=surgery, locality=case.locality.name)
    return [
        *([elsewhere] if surgery.locality_id != case.locality_id else []),
        *reasons_against_putting_forward_to(surgery, timezone.localdate(at)),
        *([] if question.strip() else [NO_QUESTION]),
    ]
