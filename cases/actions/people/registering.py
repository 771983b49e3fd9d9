"""Writing down families and people."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from audit.actions.numbering import next_reference
from audit.actions.recording import record
from cases.models import Address, Family, Membership, Person


@transaction.atomic
def register_family(*, name: str, by: Any, on: date | None = None) -> Family:
    """A new family, known by the name people use for it: “Okafor family”."""
    day = on or timezone.localdate()
    family = Family.objects.create(reference=next_reference("FA", day), name=name)
    record(
        "family.registered",
        family,
        f"Family recorded: {name}",
        by=by,
        family_id=family.pk,
    )
    return family


@transaction.atomic
def register_person(*, by: Any, kind: str, **facts: Any) -> Person:
    """A new person. `facts` are fields of Person. The caller has looked for them first."""
    person = Person.objects.create(kind=kind, **facts)
    record("person.registered", person, f"Person recorded: {person.name}", by=by)
    return person


@transaction.atomic
def add_to_family(
    *,
    family: Family,
    person: Person,
    relationship: str,
    by: Any,
    on: date | None = None,
    household: int = 1,
) -> Membership:
    """Make a person part of a family from a day on. If they are already, that membership."""
    present = Membership.objects.filter(family=family, person=person, to_date__isnull=True).first()
    if present:
        return present
    membership = Membership.objects.create(
        family=family,
        person=person,
        relationship=relationship,
        household=household,
        from_date=on or timezone.localdate(),
    )
    record(
        "family.joined",
        membership,
        f"{person.name} added to {family.name} as {membership.get_relationship_display().lower()}",
        by=by,
        family_id=family.pk,
    )
    return membership


@transaction.atomic
def record_address(
    *,
    person: Person,
    by: Any,
    kind: str = Address.Kind.HOME,
    lines: str = "",
    postcode: str = "",
    on: date | None = None,
    safe_address: bool = False,
) -> Address:
    """Write where a person lives from a day on. A present address of the same kind ends."""
    day = on or timezone.localdate()
    present = person.addresses.filter(kind=kind, to_date__isnull=True)
    same = present.filter(lines=lines, postcode=postcode).first()
    if same:
        return same
    present.update(to_date=day)
    address = Address.objects.create(
        person=person,
        kind=kind,
        lines=lines,
        postcode=postcode,
        from_date=day,
        safe_address=safe_address,
    )
    record("person.moved", address, f"Address of {person.name} recorded", by=by)
    return address
