"""Arranging a locality’s surgery, and writing down who was there."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.actions.recording import record
from audit.days import in_words
from audit.refusal import Refused, refuse_if
from cases.actions.putting_forward import carry
from cases.models import Case, Surgery, SurgeryGuest, SurgeryItem
from cases.surgery_rules import (
    reasons_against_arranging,
    reasons_against_attending,
    reasons_against_rearranging,
)
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
    refuse_if([*reasons_against_arranging(locality, by, on), *_missing(place, led_by)])
    with _one_a_day(locality):
        surgery = Surgery.objects.create(
            locality=locality,
            held_on=on,
            place=place.strip(),
            led_by=led_by.strip(),
            arranged_by=by,
            arranged_at=timezone.now(),
        )
    record("surgery.arranged", surgery, f"{surgery} arranged", by=by)
    for item in _left_over(locality, by):
        carry(item=item, to=surgery, by=by)
    return surgery


@transaction.atomic
def rearrange(
    *, surgery: Surgery, by: Any, on: date, place: str, led_by: str, version: int
) -> Surgery:
    """Change the day of a surgery, when and where it is, or who leads it. Its agenda goes along.
    Refused once it is written down who was there."""
    surgery = _locked(surgery)
    refuse_if(reasons_against_rearranging(surgery, by))
    refuse_if([*reasons_against_arranging(surgery.locality, by, on), *_missing(place, led_by)])
    said = f"{surgery} is now on {in_words(on)}, {place.strip()}, led by {led_by.strip()}"
    values = {"held_on": on, "place": place.strip(), "led_by": led_by.strip()}
    with _one_a_day(surgery.locality):
        surgery.change(expected=version, **values)
    record("surgery.rearranged", surgery, said[:500], by=by)
    return surgery


@transaction.atomic
def attend(*, surgery: Surgery, by: Any, guests: Iterable[Guest], version: int) -> Surgery:
    """Write down who was there, by agency. It says who heard what was presented; it gives nobody
    sight of a case."""
    surgery = _locked(surgery)
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


def _locked(surgery: Surgery) -> Surgery:
    rows = Surgery.objects.select_for_update(of=("self",)).select_related("locality")
    return rows.get(pk=surgery.pk)


def _missing(place: str, led_by: str) -> list[str]:
    reasons = [] if place.strip() else [NO_PLACE]
    return reasons if led_by.strip() else [*reasons, NO_LEADER]


@contextmanager
def _one_a_day(locality: Locality) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as problem:
        if "one_surgery_of_a_locality_a_day" in str(problem):
            raise Refused(ALREADY.format(locality=locality.name)) from None
        raise


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
