"""Writing down where people live and how they are reached."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.refusal import Refused
from cases.actions.people.telling import case_to_change, member_of, tell
from cases.models import Address, Case, ContactWay, Person

NOBODY = "Select who lives there."
TOO_EARLY = "{name} moved to their present address after this day. Check the date."
NO_WORDS = "Enter the address or its postcode."
WITHOUT_ADDRESS = (Address.Kind.NO_FIXED_ABODE, Address.Kind.REFUGE, Address.Kind.OUT_OF_AREA)
NO_WAY = "This way to reach them has ended already."


@transaction.atomic
def move_home(
    *,
    case: Case,
    people: Collection[Person],
    by: Any,
    kind: str = Address.Kind.HOME,
    lines: str = "",
    postcode: str = "",
    safe_address: bool = False,
    on: date | None = None,
) -> list[Address]:
    """Write where people of the family live from a day on. A present address of the same kind
    ends. The event says nothing of the address: it may be one that must not be found."""
    case = case_to_change(case, by)
    if not people:
        raise Refused(NOBODY)
    if not lines.strip() and not postcode and kind not in WITHOUT_ADDRESS:
        raise Refused(NO_WORDS)
    day = on or timezone.localdate()
    made = []
    for person in people:
        locked = member_of(case, person)
        present = locked.addresses.filter(kind=kind, to_date__isnull=True)
        if present.filter(from_date__gt=day).exists():
            raise Refused(TOO_EARLY.format(name=locked.name))
        present.update(to_date=day)
        made.append(
            Address.objects.create(
                person=locked,
                kind=kind,
                lines=lines,
                postcode=postcode,
                from_date=day,
                safe_address=safe_address,
            )
        )
        said = f"{'Safe address' if safe_address else 'Address'} of {locked.name} recorded"
        tell(case, "person.moved", made[-1], said, by=by, person=locked)
    return made


@transaction.atomic
def record_way(
    *,
    case: Case,
    person: Person,
    by: Any,
    kind: str,
    value: str,
    safe_to_contact: str,
    note: str = "",
) -> ContactWay:
    """Write a way to reach somebody, and whether it is safe for them to be reached so."""
    case = case_to_change(case, by)
    locked = member_of(case, person)
    way = ContactWay.objects.create(
        person=locked, kind=kind, value=value, safe_to_contact=safe_to_contact, note=note
    )
    said = f"A way to reach {locked.name} recorded: {way.get_safe_to_contact_display().lower()}"
    tell(case, "person.reachable", way, said, by=by, person=locked)
    return way


@transaction.atomic
def judge_way(
    *, case: Case, way: ContactWay, by: Any, safe_to_contact: str, ended: bool, note: str = ""
) -> ContactWay:
    """Say again whether a way is safe, or that it has ended."""
    case = case_to_change(case, by)
    locked = ContactWay.objects.select_for_update().get(pk=way.pk)
    person = member_of(case, locked.person)
    if locked.ended_on:
        raise Refused(NO_WAY)
    locked.safe_to_contact, locked.note = safe_to_contact, note
    locked.ended_on = timezone.localdate() if ended else None
    locked.save(update_fields=["safe_to_contact", "note", "ended_on"])
    state = "ended" if ended else locked.get_safe_to_contact_display().lower()
    said = f"A way to reach {person.name}: {state}"
    tell(case, "person.reachable", locked, said, by=by, person=person)
    return locked
