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
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

from cases.models import Membership, Person
from cases.models.person import STANDING
from cases.names import forms_of
from referrals.matching.dates import PREGNANCY, near_dates, same_dates
from referrals.matching.names import NO_NAMES
from referrals.matching.subjects import Subject

NAMES_OF_A_WORD = 60
NEIGHBOURS = 400  # a hostel's postcode may have thousands

# For each subject in turn: people of both names, in either order, first as they are written and
# then in all like them; by what they are called; of the date of birth; of a near one and one of
# the names; those of the family's name without a given one; and by the numbers.
PEOPLE = """
SELECT asked.key, array_agg(DISTINCT found.id)
FROM jsonb_to_recordset(%s) AS asked (
    key bigint, given text, family text, givens text[], families text[], days date[], near date[],
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
GROUP BY asked.key
"""

# Of each postcode whoever lives or lived there. An address that must not be found takes no part.
STAYS = """
SELECT here.person_id, asked.postcode, here.to_date
FROM unnest(%s::text[]) AS asked (postcode) CROSS JOIN LATERAL (
    SELECT person_id, to_date FROM cases_address
    WHERE postcode = asked.postcode AND NOT safe_address LIMIT %s
) here
"""


class Record(NamedTuple):
    """Somebody on record, as far as they are compared and shown. Hundreds are compared for each
    who is shown, so they are made persons only then."""

    pk: int
    kind: str
    given_name: str
    family_name: str
    known_as: str
    given_key: str
    family_key: str
    known_key: str
    sex: str
    date_of_birth: date | None
    date_of_birth_estimated: bool
    expected_on: date | None
    died_on: date | None
    nhs_number: str
    upn: str
    external_id: str
    restricted: bool

    def person(self) -> Person:
        every = [field.attname for field in Person._meta.concrete_fields]
        names = [name for name in every if name == "id" or name in self._fields]
        values = [self.pk if name == "id" else getattr(self, name) for name in names]
        return Person.from_db(connection.alias, names, values)


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

    people: dict[int, Record] = field(default_factory=dict)
    stays: dict[int, list[Stay]] = field(default_factory=dict)
    lexicon: dict[str, dict[str, Likeness]] = field(default_factory=dict)
    by_subject: dict[int, set[int]] = field(default_factory=dict)
    families: dict[int, set[int]] = field(default_factory=dict)  # members, now or once
    restricted: set[int] = field(default_factory=set)  # of those families

    def people_of(self, subjects: Iterable[Subject]) -> list[Record]:
        """Whoever was found for one of these subjects."""
        keys = set[int]().union(*(self.by_subject[each.key] for each in subjects))
        return [self.people[key] for key in keys if key in self.people]

    def families_of(self, people: Collection[int]) -> dict[int, set[int]]:
        """The families one of these people is or was in, with their members."""
        return {
            family: members
            for family, members in self.families.items()
            if not members.isdisjoint(people)
        }


def fetch(subjects: Collection[Subject]) -> Found:
    """People who share a name, a near date of birth, an address or a number with a subject.

    Nobody whose record was merged into another, or whose identity was closed.
    """
    found = Found(lexicon=lexicon_of(subjects))
    found.by_subject = _people(subjects, found.lexicon)
    found.stays = _stays({subject.postcode for subject in subjects if subject.postcode})
    there: dict[str, set[int]] = defaultdict(set)
    for person, stays in found.stays.items():
        for stay in stays:
            there[stay.postcode].add(person)
    for subject in subjects:
        found.by_subject.setdefault(subject.key, set()).update(there.get(subject.postcode, ()))
    found.people = _standing(set().union(*found.by_subject.values()))
    return found


def fetch_kin(found: Found, among: Collection[int]) -> None:
    """Who is or was in one family with these people; those not found before are candidates too."""
    families = Membership.objects.filter(person__in=among).values("family")
    rows = Membership.objects.filter(family__in=families)
    for family, person, restricted in rows.values_list(
        "family_id", "person_id", "family__restricted"
    ):
        found.families.setdefault(family, set()).add(person)
        if restricted:
            found.restricted.add(family)
    members = set().union(*found.families.values())
    found.people |= _standing(members - set(found.people))


def _standing(ids: Collection[int]) -> dict[int, Record]:
    if not ids:
        return {}
    numbers = RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])  # thousands: as one parameter
    rows = Person.objects.filter(STANDING, pk__in=numbers).order_by()
    return {row[0]: Record._make(row) for row in rows.values_list(*Record._fields)}


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
    stays: dict[int, list[Stay]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(STAYS, [sorted(postcodes), NEIGHBOURS])
        for person, postcode, until in cursor.fetchall():
            stays[person].append(Stay(postcode, until))
    return dict(stays)


def _people(
    subjects: Iterable[Subject], lexicon: dict[str, dict[str, Likeness]]
) -> dict[int, set[int]]:
    asked = json.dumps([_asked(subject, lexicon) for subject in subjects], default=str)
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [asked])
        return {key: set(people) for key, people in cursor.fetchall()}


def _asked(subject: Subject, lexicon: dict[str, dict[str, Likeness]]) -> dict[str, Any]:
    day = subject.born or subject.expected
    return {
        "key": subject.key,
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
