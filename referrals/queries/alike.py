"""Other requests that seem to name the same people, though nobody has said that they are the same.

A request that ends in advice or no further action registers nobody, and of two that come at once
neither is registered yet: whoever they name is found by what was written alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from audit.text import fold
from referrals.matching.names import given_of, likeness
from referrals.models import Referral, ReferralPerson

MOST = 500  # born on one of these days and named in a request
FAMILY = ("same", "slip")  # a part of a surname may be a former one: nothing leads to it
GIVEN = ("same", "slip", "short", "part")


def requests_alike(referral: Referral, people: Iterable[ReferralPerson]) -> dict[int, list[str]]:
    """By the number of each other request: the names of whom it seems to name as well.

    The same day of birth and surname, and a first name that is like or not known; in either order.
    Whoever is recorded as somebody else is not the same.
    """
    born: dict[date, list[ReferralPerson]] = defaultdict(list)
    for person in people:
        if person.date_of_birth and person.family_name:
            born[person.date_of_birth].append(person)
    found: dict[int, list[str]] = {}
    for row in _born_on(born, referral) if born else ():
        for person in born[row.date_of_birth]:
            if _alike(person, row) and person.name not in found.setdefault(row.referral_id, []):
                found[row.referral_id].append(person.name)
    return {number: names for number, names in found.items() if names}


def _born_on(days: Collection[date], referral: Referral) -> Iterable[Any]:
    rows = ReferralPerson.objects.filter(date_of_birth__in=list(days)).exclude(referral=referral.pk)
    names = ("referral_id", "given_name", "family_name", "date_of_birth", "person_id")
    return rows.only(*names).order_by("-id")[:MOST]


def _alike(one: ReferralPerson, other: ReferralPerson) -> bool:
    if one.person_id and other.person_id and one.person_id != other.person_id:
        return False
    given, family = given_of(fold(one.given_name)), fold(one.family_name)
    theirs, surname = given_of(fold(other.given_name)), fold(other.family_name)
    if not given or not theirs:
        return family == surname
    return _fits(given, theirs, family, surname) or _fits(given, surname, family, theirs)


def _fits(given: str, theirs: str, family: str, surname: str) -> bool:
    return likeness(given, theirs) in GIVEN and likeness(family, surname) in FAMILY
