"""Arranging a locality’s surgery, and writing down who was there."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.actions.putting_forward import carry
from cases.models import Case, Surgery, SurgeryGuest, SurgeryItem
from cases.surgery_rules import reasons_against_arranging, reasons_against_attending
from localities.models import Agency, Locality

ALREADY = "{locality} has a surgery on that day already."
NO_LEADER = "Write who leads the surgery: name and role."
NO_PLACE = "Write when and where it is."
NOBODY = "Write at least one person who was there."


class Guest(NamedTuple):
    """Somebody who was at a surgery."""

    name: str
    agency: Agency | None = None


@transaction.atomic
def arrange(*, locality: Locality, by: Any, on: date, place: str, led_by: str) -> Surgery:
    """Arrange a surgery. What an earlier one did not get to and waits since is put on its agenda,
    as far as `by` sees the cases."""
    refuse_if(
        [
            *reasons_against_arranging(locality, by, on),
            *([] if place.strip() else [NO_PLACE]),
            *([] if led_by.strip() else [NO_LEADER]),
        ]
    )
    try:
        with transaction.atomic():
            surgery = Surgery.objects.create(
                locality=locality,
                held_on=on,
                place=place.strip(),
                led_by=led_by.strip(),
                arranged_by=by,
                arranged_at=timezone.now(),
            )
    except IntegrityError as problem:
        if "one_surgery_of_a_locality_a_day" in str(problem):
            raise Refused(ALREADY.format(locality=locality.name)) from None
        raise
    record("surgery.arranged", surgery, f"{surgery} arranged", by=by)
    for item in _left_over(locality, by):
        carry(item=item, to=surgery, by=by)
    return surgery


@transaction.atomic
def attend(*, surgery: Surgery, by: Any, guests: Iterable[Guest], version: int) -> Surgery:
    """Write down who was there, by agency. It says who heard what was presented; it gives nobody
    sight of a case."""
    locked = Surgery.objects.select_for_update(of=("self",)).select_related("locality")
    surgery = locked.get(pk=surgery.pk)
    refuse_if(reasons_against_attending(surgery, by))
    named = [guest for guest in guests if guest.name.strip()]
    if not named:
        raise Refused(NOBODY)
    surgery.change(expected=version, attended_at=timezone.now())
    surgery.guests.all().delete()
    SurgeryGuest.objects.bulk_create(
        SurgeryGuest(surgery=surgery, name=guest.name.strip(), agency=guest.agency)
        for guest in named
    )
    record("surgery.attended", surgery, f"{surgery}: {len(named)} people were there", by=by)
    return surgery


def _left_over(locality: Locality, by: Any) -> list[SurgeryItem]:
    rows = SurgeryItem.objects.filter(
        outcome=SurgeryItem.Outcome.NOT_DISCUSSED,
        carried_to=None,
        case__locality=locality,
        case__in=Case.objects.visible_to(by).live(),
    ).exclude(case__surgery_items__outcome=SurgeryItem.Outcome.WAITING)
    newest: dict[int, SurgeryItem] = {}
    for item in rows.select_related("case").order_by("pk"):
        newest[item.case_id] = item
    return [item for item in newest.values() if _still_asked(item)]


def _still_asked(item: SurgeryItem) -> bool:
    """A case that was put forward again since has had its turn."""
    return not SurgeryItem.objects.filter(case=item.case_id, pk__gt=item.pk).exists()
