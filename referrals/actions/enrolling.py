"""Writing down the people of a request as people and family of the record."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.text import fold
from cases.actions.people.registering import (
    add_to_family,
    record_address,
    register_family,
    register_person,
)
from cases.models import Address, Family, Membership, Person
from localities.models import Agency
from referrals.families import likely_family
from referrals.models import Referral, ReferralPerson

Relationship = Membership.Relationship
Kind = ReferralPerson.Kind

MOST_HOMES = 9  # that a page of a family can number
RELATIONSHIPS = {fold(str(label)): value for value, label in Relationship.choices}


def family_for(
    referral: Referral, *, chosen: Family | None, new: bool, by: Any, on: date
) -> Family:
    """The family a request is about: the one chosen, the one its people belong to, or a new one."""
    if chosen and not new:
        return chosen
    people = list(referral.people.all())
    linked = [person.person_id for person in people if person.person_id]
    if not new and (found := likely_family(linked)):
        return found
    return register_family(name=_name(people), by=by, on=on)


@transaction.atomic
def enrol(*, referral: Referral, family: Family, by: Any, on: date) -> dict[int, Person]:
    """Make everybody a request names part of the family, by the request's row.

    People already known stay as they are recorded; the others are registered.
    """
    enrolled = {}
    homes = _Homes(referral, family)
    for described in referral.people.select_related("person"):
        person = described.person or _register(referral, described, by)
        add_to_family(
            family=family,
            person=person,
            relationship=relationship(described),
            by=by,
            on=on,
            household=homes.of(described),
        )
        if described.kind != Kind.ADULT or described.postcode or described.address:
            _house(referral, described, person, by, on)
        enrolled[described.pk] = person
    return enrolled


class _Homes:
    """Who lives together: the children where the request says; whoever has an address of their own
    in another home, with whoever else has it."""

    def __init__(self, referral: Referral, family: Family) -> None:
        here = Membership.objects.filter(family=family, to_date__isnull=True)
        self._last = max(1, here.aggregate(last=Max("household"))["last"] or 1)
        self._known = {self._key(referral.address, referral.postcode): 1}

    def of(self, described: ReferralPerson) -> int:
        key = self._key(described.address, described.postcode)
        if not any(key):
            return 1
        if key not in self._known:
            self._last = min(self._last + 1, MOST_HOMES)
            self._known[key] = self._last
        return self._known[key]

    @staticmethod
    def _key(address: str, postcode: str) -> tuple[str, str]:
        return fold(address), fold(postcode).replace(" ", "")


def relationship(described: ReferralPerson) -> str:
    """How somebody belongs to the family, from the words of the sender."""
    if described.kind != Kind.ADULT:
        return Relationship.CHILD
    return RELATIONSHIPS.get(fold(described.relationship), Relationship.OTHER)


def _register(referral: Referral, described: ReferralPerson, by: Any) -> Person:
    unborn = described.kind == Kind.UNBORN
    described.person = register_person(
        by=by,
        kind=described.kind,
        given_name=described.given_name,
        family_name=described.family_name,
        date_of_birth=None if unborn else described.date_of_birth,
        expected_on=described.expected_on if unborn else None,
        sex=described.sex,
        nhs_number=_unless_taken("nhs_number", described.nhs_number),
        upn=_unless_taken("upn", described.upn),
        school=_school(referral, described),
    )
    described.save(update_fields=["person"])
    return described.person


def _house(
    referral: Referral, described: ReferralPerson, person: Person, by: Any, on: date
) -> None:
    """Record where somebody lives, unless that is known: it may be an address kept safe.

    The request's address is the children's; whoever lives elsewhere has their own.
    """
    if person.addresses.filter(to_date__isnull=True).exists():
        return
    if described.address or described.postcode:
        lines, postcode = described.address, described.postcode
        record_address(person=person, by=by, lines=lines, postcode=postcode, on=on)
        return
    if not (referral.address or referral.postcode):
        return
    record_address(
        person=person,
        by=by,
        kind=referral.address_kind,
        lines=referral.address,
        postcode=referral.postcode,
        on=on,
        safe_address=referral.address_kind == Address.Kind.REFUGE,
    )


def _school(referral: Referral, described: ReferralPerson) -> Agency | None:
    schools = Agency.objects.filter(kind=Agency.Kind.EDUCATION)
    if described.school_name:
        return schools.filter(name__iexact=described.school_name).first()
    agency = referral.sender_agency
    if referral.offers_to_lead and agency and agency.kind == Agency.Kind.EDUCATION:
        return agency if described.kind == Kind.CHILD else None
    return None


def _unless_taken(field: str, number: str) -> str:
    """A number that another person has is left out: two people never share one."""
    return "" if number and Person.objects.filter(**{field: number}).exists() else number


def _name(people: list[ReferralPerson]) -> str:
    children_first = sorted(people, key=lambda person: person.kind == Kind.ADULT)
    named = next((person.family_name for person in children_first if person.family_name), "")
    return f"{named} family" if named else f"Family of {children_first[0].name}"
