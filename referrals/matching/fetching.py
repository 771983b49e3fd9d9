"""Fetching everybody who might be one of the people described, in as few questions as can be.

Each way to somebody is an index and a limit, so that a name or an address that thousands share
costs no more than another. Only equality with stored columns is asked, because row security keeps
other operators from their indexes. Row security also decides who may be offered at all.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from cases.models import Address, Membership, Person
from cases.models.person import STANDING
from cases.names import forms_of
from referrals.matching.dates import PREGNANCY, near_dates, same_dates
from referrals.matching.names import NO_NAMES
from referrals.matching.subjects import Subject

COLUMNS = (
    "kind", "given_name", "family_name", "known_as", "given_key", "family_key", "known_key", "sex",
    "date_of_birth", "date_of_birth_estimated", "expected_on", "died_on", "nhs_number", "upn",
    "external_id", "restricted",
)  # fmt: skip
NAMES_OF_A_WORD = 60
NEIGHBOURS = 400  # a hostel's postcode may have thousands

# For each subject in turn: people of both names, in either order, first as they are written and
# then in all like them; by what they are called; of the date of birth; of a near one and one of
# the names; those of the family's name without a given one; and by the numbers.
PEOPLE = """
SELECT DISTINCT found.id
FROM jsonb_to_recordset(%s) AS asked (
    given text, family text, givens text[], families text[], days date[], near date[],
    nameless text[], earliest date, latest date, nhs_number text, upn text
) CROSS JOIN LATERAL (
    (SELECT id FROM cases_person
     WHERE family_key = asked.family AND given_key = asked.given AND asked.given <> '' LIMIT 150)
    UNION ALL
    (SELECT id FROM cases_person
     WHERE family_key = asked.given AND given_key = asked.family AND asked.given <> '' LIMIT 50)
    UNION ALL
    (SELECT id FROM cases_person
     WHERE family_key = ANY (asked.families) AND given_key = ANY (asked.givens) LIMIT 250)
    UNION ALL
    (SELECT id FROM cases_person
     WHERE family_key = ANY (asked.givens) AND given_key = ANY (asked.families) LIMIT 100)
    UNION ALL
    (SELECT id FROM cases_person
     WHERE known_key = ANY (asked.givens) AND known_key <> ''
       AND family_key = ANY (asked.families) LIMIT 100)
    UNION ALL
    (SELECT id FROM cases_person WHERE date_of_birth = ANY (asked.days) LIMIT 250)
    UNION ALL
    (SELECT id FROM cases_person
     WHERE date_of_birth = ANY (asked.near) AND family_key = ANY (asked.families) LIMIT 100)
    UNION ALL
    (SELECT id FROM cases_person
     WHERE date_of_birth = ANY (asked.near) AND given_key = ANY (asked.givens) LIMIT 100)
    UNION ALL
    (SELECT id FROM cases_person
     WHERE family_key = ANY (asked.families) AND given_key = ANY (asked.nameless)
       AND (expected_on BETWEEN asked.earliest AND asked.latest
            OR date_of_birth BETWEEN asked.earliest AND asked.latest) LIMIT 50)
    UNION ALL
    (SELECT id FROM cases_person WHERE nhs_number = asked.nhs_number AND nhs_number <> '' LIMIT 5)
    UNION ALL
    (SELECT id FROM cases_person WHERE upn = asked.upn AND upn <> '' LIMIT 5)
) found
"""


@dataclass(frozen=True)
class Stay:
    """That somebody lives or lived at a postcode; `until` is empty while they do."""

    postcode: str
    until: date | None


@dataclass(frozen=True)
class Likeness:
    """What the lexicon says of a recorded name: how it is like the one asked for, who bears it."""

    how: str
    share: float | None  # of all people; None where names were not counted yet


@dataclass
class Found:
    """Whoever might be one of the subjects, with what is needed to compare."""

    people: dict[int, Person] = field(default_factory=dict)
    stays: dict[int, list[Stay]] = field(default_factory=dict)
    lexicon: dict[str, dict[str, Likeness]] = field(default_factory=dict)
    kin: dict[int, set[int]] = field(default_factory=dict)


def fetch(subjects: Collection[Subject]) -> Found:
    """People who share a name, a near date of birth, an address or a number with a subject.

    Nobody whose record was merged into another, or whose identity was closed.
    """
    found = Found(lexicon=lexicon_of(subjects))
    found.stays = _stays({subject.postcode for subject in subjects if subject.postcode})
    ids = set(found.stays) | _people(subjects, found.lexicon)
    found.people = _standing(ids)
    return found


def fetch_kin(found: Found, among: Collection[int]) -> list[Person]:
    """Who is or was in one family with these people; those not found before are candidates too."""
    families = Membership.objects.filter(person__in=among).values("family")
    rows = Membership.objects.filter(family__in=families).values_list("family_id", "person_id")
    members: dict[int, set[int]] = defaultdict(set)
    for family, person in rows:
        members[family].add(person)
    for several in members.values():
        for person in several:
            found.kin.setdefault(person, set()).update(several - {person})
    fresh = _standing(set(found.kin) - set(found.people))
    found.people |= fresh
    return list(fresh.values())


def _standing(ids: Collection[int]) -> dict[int, Person]:
    rows = Person.objects.filter(STANDING, pk__in=list(ids)).only(*COLUMNS)
    return {person.pk: person for person in rows}


def lexicon_of(subjects: Iterable[Subject]) -> dict[str, dict[str, Likeness]]:
    words = sorted({name for subject in subjects for name in subject.names})
    forms = {word: sorted(_forms(word)) for word in words}
    every = sorted({form for several in forms.values() for form in several})
    found: dict[str, dict[str, Likeness]] = {word: {} for word in words}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, key, how, share FROM names_like(%s, %s, false, %s)",
            [words, every, NAMES_OF_A_WORD],
        )
        rows = cursor.fetchall()
    for word, key, how, share in rows:
        for asked in words if word in every else ():
            if word in forms[asked] and how in ("same", "part"):
                found[asked].setdefault(key, Likeness("short", share))
        if word in found:
            found[word][key] = Likeness(how, share)
    return found


def _forms(name: str) -> set[str]:
    return set(forms_of(name)).union(*(forms_of(word) for word in name.split()))


def _stays(postcodes: set[str]) -> dict[int, list[Stay]]:
    """Who lives or lived there. An address that must not be found takes no part."""
    stays: dict[int, list[Stay]] = defaultdict(list)
    rows = Address.objects.filter(postcode__in=postcodes, safe_address=False)
    found = rows.order_by().values_list("person_id", "postcode", "to_date")
    for person, postcode, until in found[: NEIGHBOURS * max(len(postcodes), 1)]:
        stays[person].append(Stay(postcode, until))
    return dict(stays)


def _people(subjects: Iterable[Subject], lexicon: dict[str, dict[str, Likeness]]) -> set[int]:
    asked = json.dumps([_asked(subject, lexicon) for subject in subjects], default=str)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [asked])
        return {number for (number,) in cursor.fetchall()}


def _asked(subject: Subject, lexicon: dict[str, dict[str, Likeness]]) -> dict[str, Any]:
    day = subject.born or subject.expected
    return {
        "given": subject.given,
        "family": subject.family,
        "givens": sorted({subject.given, *lexicon.get(subject.given, ())} - {""}),
        "families": sorted({subject.family, *lexicon.get(subject.family, ())} - {""}),
        "days": sorted(same_dates(subject.born)) if subject.born else [],
        "near": sorted(near_dates(subject.born)) if subject.born else [],
        "nameless": ["", *sorted(NO_NAMES), "baby boy", "baby girl", "twin 1", "twin 2"],
        "earliest": day - PREGNANCY if day else None,
        "latest": day + PREGNANCY if day else None,
        "nhs_number": subject.nhs_number,
        "upn": subject.upn,
    }
