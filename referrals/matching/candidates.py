"""Fetching everybody who might be one of the people described: two queries for a whole request."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases.models import Address, Person
from referrals.matching.dates import near_dates
from referrals.matching.subjects import Subject

COLUMNS = (
    "kind", "given_name", "family_name", "known_as", "given_key", "family_key", "sex",
    "date_of_birth", "date_of_birth_estimated", "expected_on", "died_on", "nhs_number", "upn",
    "restricted",
)  # fmt: skip


@dataclass(frozen=True)
class Stay:
    """That somebody lives or lived at a postcode; `until` is empty while they do."""

    postcode: str
    until: date | None


Stays = dict[int, list[Stay]]


def fetch(subjects: Iterable[Subject]) -> tuple[list[Person], Stays]:
    """People who share a name, a near date of birth, an address or a number with a subject."""
    found = list(subjects)
    stays = _stays({subject.postcode for subject in found if subject.postcode})
    rule = _numbers(found) | _names(found) | _births(found) | Q(pk__in=list(stays))
    return list(Person.objects.filter(rule).only(*COLUMNS)), stays


def _stays(postcodes: set[str]) -> Stays:
    stays: Stays = defaultdict(list)
    if postcodes:
        rows = Address.objects.filter(postcode__in=postcodes, safe_address=False)
        for person, postcode, until in rows.values_list("person_id", "postcode", "to_date"):
            stays[person].append(Stay(postcode, until))
    return dict(stays)


def _names(subjects: list[Subject]) -> Q:
    """The same two names, also with first and last name swapped."""
    rule = Q()
    for given, family in {(s.given, s.family) for s in subjects if s.given and s.family}:
        rule |= Q(family_key=family, given_key=given) | Q(family_key=given, given_key=family)
    return rule


def _births(subjects: list[Subject]) -> Q:
    days = {day for subject in subjects if subject.born for day in near_dates(subject.born)}
    return Q(date_of_birth__in=days) if days else Q()


def _numbers(subjects: list[Subject]) -> Q:
    rule = Q(pk__in=[])  # nobody, where nothing at all is known
    if numbers := [subject.nhs_number for subject in subjects if subject.nhs_number]:
        rule |= Q(nhs_number__in=numbers)
    if numbers := [subject.upn for subject in subjects if subject.upn]:
        rule |= Q(upn__in=numbers)
    return rule
