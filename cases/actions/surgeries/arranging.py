"""Arranging a locality’s surgery, and writing down who was there."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as_system
from audit.actions.posting import post
from audit.actions.recording import record
from audit.days import in_words
from audit.refusal import Refused, refuse_if
from cases.actions.people.telling import tell
from cases.actions.surgeries.putting_forward import carry, end
from cases.models import Case, Surgery, SurgeryGuest, SurgeryItem
from cases.queries.surgeries import coming_in
from cases.rules.surgery import (
    reasons_against_arranging,
    reasons_against_attending,
    reasons_against_rearranging,
)
from localities.models import Agency, Locality

ALREADY = "{locality} has a surgery on that day already."
NO_LEADER = "Write who leads the surgery: name and role."
NO_PLACE = "Write when and where it is."
NOBODY = "Write at least one person who was there."
NO_WHY = "Write why the surgery is called off."
WENT_OFF = "The surgery was called off"
GOES_ON = "What you put forward goes on to the surgery of {day}."
WAITS = "What you put forward waits, and goes on to the next surgery once it is arranged."


class Guest(NamedTuple):
    """Somebody who was at a surgery."""

    name: str
    agency: Agency | None = None


@transaction.atomic
def arrange(*, locality: Locality, by: Any, on: date, place: str, led_by: str) -> Surgery:
    """Arrange a surgery. What an earlier one did not get to and waits since is put on its agenda,
    whether or not `by` sees the case."""
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
    with acting_as_system("a surgery is arranged"):
        for item in _left_over(locality):
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
    was, moved = str(surgery), (surgery.held_on, surgery.place) != (on, place.strip())
    with _one_a_day(surgery.locality):
        surgery.change(expected=version, **values)
    record("surgery.rearranged", surgery, said[:500], by=by)
    if moved:
        with acting_as_system("a surgery is moved"):
            words = f"It is now on {in_words(on)}: {place.strip()}. The agenda goes along."
            _tell(surgery, _waiting(surgery), by, f"The {was} has moved", words)
    return surgery


@transaction.atomic
def call_off(*, surgery: Surgery, by: Any, why: str, version: int) -> Surgery:
    """Call a surgery off. What was put forward goes on to the locality’s next one; where none is
    arranged it waits, and goes on to it then. Whoever put it forward is told by e-mail, without
    the reason and without a family’s name. Refused once it is written down who was there."""
    surgery = _locked(surgery)
    refuse_if(reasons_against_rearranging(surgery, by))
    if not why.strip():
        raise Refused(NO_WHY)
    called_off = {"called_off_at": timezone.now(), "called_off_by": by}
    surgery.change(expected=version, called_off_why=why.strip(), **called_off)
    record("surgery.called_off", surgery, f"{surgery} called off", by=by, reason=why.strip())
    following = coming_in(surgery.locality).first()
    with acting_as_system("a surgery is called off"):  # also cases `by` does not see
        items = _waiting(surgery)
        for item in items:
            _goes_on(item, following, by)
        words = GOES_ON.format(day=in_words(following.held_on)) if following else WAITS
        _tell(surgery, items, by, f"The {surgery} was called off", words)
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


def _waiting(surgery: Surgery) -> list[SurgeryItem]:
    """What is on its agenda, the cases locked first."""
    rows = SurgeryItem.objects.filter(surgery=surgery, outcome=SurgeryItem.Outcome.WAITING)
    list(Case.objects.select_for_update().filter(pk__in=rows.values("case")).order_by("pk"))
    return list(rows.select_related("case", "surgery", "put_forward_by").order_by("pk"))


def _goes_on(item: SurgeryItem, following: Surgery | None, by: Any) -> None:
    end(item, SurgeryItem.Outcome.NOT_DISCUSSED, by, WENT_OFF, item.version)
    said = f"The {item.surgery} was called off"
    tell(item.case, "surgery.not_discussed", item, said, by=by)
    if following and following.locality_id == item.case.locality_id:
        carry(item=item, to=following, by=by)


def _tell(
    surgery: Surgery, items: Iterable[SurgeryItem], by: Any, subject: str, words: str
) -> None:
    """One letter to everybody who put something forward, save whoever did this."""
    people = {item.put_forward_by for item in items if item.put_forward_by_id != by.pk}
    page = settings.SITE_URL + reverse("surgery", args=[surgery.pk])
    text = f"{subject}. {words}\n\nSee it: {page}\nYou are asked to sign in."
    to = [person.email for person in people if person.is_active]
    post(to=to, subject=subject, text=text, by=by, key=f"surgery {surgery.pk} {surgery.version}")


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


def _left_over(locality: Locality) -> list[SurgeryItem]:
    rows = SurgeryItem.objects.filter(
        outcome=SurgeryItem.Outcome.NOT_DISCUSSED,
        carried_to=None,
        case__locality=locality,
        case__in=Case.objects.live(),
    ).exclude(case__surgery_items__outcome=SurgeryItem.Outcome.WAITING)
    newest: dict[int, SurgeryItem] = {}
    for item in rows.select_related("case").order_by("pk"):
        newest[item.case_id] = item
    return [item for item in newest.values() if _still_asked(item)]


def _still_asked(item: SurgeryItem) -> bool:
    """A case that was put forward again since has had its turn."""
    return not SurgeryItem.objects.filter(case=item.case_id, pk__gt=item.pk).exists()
