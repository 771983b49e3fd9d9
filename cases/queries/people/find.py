"""Finding a person or family among those somebody may see.

By name (with one typing error, a short form, another spelling, a part or its beginning), date of
birth, reference, NHS number, UPN or postcode; what is typed together must be true together. An
address that must not be found takes no part, nor a record that was merged or an identity that was
closed. Names are looked up in the lexicon first; people then by `=` on stored columns.
"""

import json
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from rapidfuzz.distance import OSA

from accounts.roles import Scope, role_of
from cases.ages import age_words
from cases.looking import Terms, near_dates
from cases.models import Address, Case, Family, Membership, Person
from cases.models.person import STANDING
from cases.names import forms_of
from cases.need_to_know import CaseQuerySet, listed
from cases.queries.parts import lead_name
from cases.queries.written_once import Reader, WrittenOnce, reader_values

PAGE = 25
MEMBERS = 3  # of one family may be called alike
LIKE = 60  # recorded names that one word may stand for

# Of each record no more is read than a page shows, in a statement that is not made anew each time.
# Row security says whose records these are, and `latest` which cases.
OF_A_FAMILY = {"id", "reference", "name"}
OF_A_PERSON = {
    "id", "kind", "given_name", "family_name", "known_as", "date_of_birth", "expected_on",
    "died_on",
}  # fmt: skip
OF_A_CASE = ("reference", "family_id", "stage", "closed_on", "locality__name")


def _in_order(model: type[Model], names: set[str]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.attname in names]


FAMILY, PERSON = _in_order(Family, OF_A_FAMILY), _in_order(Person, OF_A_PERSON)
PRESENT = f"""
SELECT member.relationship, {", ".join(f"family.{name}" for name in FAMILY)},
       {", ".join(f"person.{name}" for name in PERSON)}
FROM cases_membership member
JOIN cases_family family ON family.id = member.family_id
JOIN cases_person person ON person.id = member.person_id
WHERE member.family_id = ANY (%s) AND member.to_date IS NULL
ORDER BY person.date_of_birth, member.id
"""  # noqa: S608  of names in the code alone
RELATIONSHIPS = dict(Membership.Relationship.choices)


@dataclass(frozen=True)
class FoundPerson:
    """A member of a family that was found; `matches` if it is they who were looked for."""

    name: str
    age: str
    relationship: str
    matches: bool


@dataclass(frozen=True)
class FoundFamily:
    """A family that was found, with its people and its latest case the asker may see."""

    family: Family
    people: list[FoundPerson]
    case: Case | None
    lead: str


@dataclass(frozen=True)
class Findings:
    """One page of what was found. `page` counts from one."""

    families: list[FoundFamily]
    page: int
    has_more: bool


# A tier of `members_called`: lists of recorded names and of dates, of which one of each must hold.
Tier = dict[str, list[str]]
Found = list[tuple[int, int]]  # family and person


def find(user: Any, terms: Terms, page: int = 1, cases: CaseQuerySet | None = None) -> Findings:
    """The families that fit, best fit first. The number of queries is always the same.

    `cases` narrows it to families of these cases, which must begin from `visible_to`.
    """
    number = max(page, 1)
    end = number * PAGE
    known = names_like(terms.names)
    if terms.reference or terms.nhs_number or terms.upn or terms.postcode:
        found = list(_exactly(_among(user, cases), terms, known)[: end * MEMBERS])
    else:
        found = _called(tiers(terms, known), (end + 1) * MEMBERS)
    if cases is not None or role_of(user).scope != Scope.ALL:
        latest = _latest_cases(user, {family for family, _ in found}, cases)
        found = [(family, person) for family, person in found if family in latest]
        families = list(dict.fromkeys(family for family, _ in found))
    else:  # who sees everybody finds families without a case too
        families = list(dict.fromkeys(family for family, _ in found))
        latest = _latest_cases(user, families[end - PAGE : end])
    shown = families[end - PAGE : end]
    cards = _families(shown, latest, {person for _, person in found})
    return Findings([cards[pk] for pk in shown if pk in cards], number, len(families) > end)


def names_like(words: Sequence[str]) -> dict[str, list[str]]:
    """Recorded names like each word, and like neighbouring words together; the nearest first."""
    spans = [" ".join(words[start:end]) for start, end in _spans(len(words))]
    short = {form for word in words for form in forms_of(word)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, key FROM names_like(%s, %s, true, %s)", [spans, sorted(short), LIKE]
        )
        rows = cursor.fetchall()
    found: dict[str, list[str]] = {span: [] for span in spans}
    for word, key in rows:
        for span in [word, *(each for each in words if word in forms_of(each))]:
            if span in found:
                found[span].append(key)
    return found


def tiers(terms: Terms, known: dict[str, list[str]]) -> list[Tier]:
    """Ways to read what was typed, the most literal first."""
    if not terms.names:
        return [{"days": days} for days in _days(terms)]
    literal = {span: [span] if span in names else [] for span, names in known.items()}
    found = []
    for days in _days(terms) or [[]]:
        for names in (literal, known):
            found += [
                {**tier, "days": days} if days else tier for tier in _readings(terms.names, names)
            ]
    return [*found, *([] if terms.born else [_family_named(terms.names)])]


def _readings(words: Sequence[str], names: dict[str, list[str]]) -> Iterator[Tier]:
    """Given and family name in either order, or all of it as one of them."""
    for cut in range(1, len(words)):
        one, other = names[" ".join(words[:cut])], names[" ".join(words[cut:])]
        if one and other:
            yield {"given": one, "surname": other}
            yield {"given": other, "surname": one}
    if whole := _whole(words, names):
        yield {"surname": whole}
        yield {"given": whole}


def _whole(words: Sequence[str], names: dict[str, list[str]]) -> list[str]:
    """Names that have all that was typed; one part of them alone is too little."""
    found, joined = names[" ".join(words)], "".join(words)
    if len(words) == 1:
        return found
    return [key for key in found if OSA.distance(key.replace(" ", ""), joined) <= 1]


def _family_named(words: Sequence[str]) -> Tier:
    whole = " ".join(words)
    return {"named": [whole, f"{whole} family"]}


def _days(terms: Terms) -> list[list[str]]:
    """The date of birth as typed; then with day and month swapped, or one digit off."""
    if not terms.born:
        return []
    near = near_dates(terms.born) - {terms.born}
    return [[terms.born.isoformat()], sorted(day.isoformat() for day in near)]


def _spans(length: int) -> Iterator[tuple[int, int]]:
    """Where a name may begin and end that leaves its neighbours a whole name too."""
    for cut in range(1, length):
        yield 0, cut
        yield cut, length
    if length:
        yield 0, length


def _called(asked: list[Tier], most: int) -> Found:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM members_called(%s, %s)", [json.dumps(asked), most])
        return cursor.fetchall()


def _among(user: Any, cases: CaseQuerySet | None) -> CaseQuerySet:
    return Case.objects.visible_to(user) if cases is None else cases


def _exactly(
    among: CaseQuerySet, terms: Terms, known: dict[str, list[str]]
) -> QuerySet[Membership, tuple[int, int]]:
    """Present members whom a number, a reference or a postcode names, with all else typed."""
    rows = Membership.objects.filter(to_date__isnull=True)
    rows = rows.filter(person__in=Person.objects.filter(STANDING & _is(terms, known)))
    if terms.reference:
        named = among.filter(reference=terms.reference)
        rows = rows.filter(
            Q(family__reference=terms.reference) | Q(family_id__in=named.values("family_id"))
        )
    if terms.postcode:
        here = Address.objects.filter(postcode=terms.postcode, to_date__isnull=True)
        hidden = Address.objects.filter(safe_address=True, to_date__isnull=True)
        rows = rows.filter(person_id__in=here.exclude(safe_address=True).values("person_id"))
        rows = rows.exclude(person_id__in=hidden.values("person_id"))
    return rows.order_by("family__sort_name", "family_id").values_list("family_id", "person_id")


def _is(terms: Terms, known: dict[str, list[str]]) -> Q:
    numbers = {"nhs_number": terms.nhs_number, "upn": terms.upn, "date_of_birth": terms.born}
    rule = Q(**{column: value for column, value in numbers.items() if value})
    fits = Q()
    for tier in _readings(terms.names, known) if terms.names else ():
        one = Q(family_key__in=tier["surname"]) if "surname" in tier else Q()
        given = tier.get("given")
        fits |= one & (Q(given_key__in=given) | Q(known_key__in=given)) if given else one
    return rule & fits if fits else rule & (Q(pk__in=[]) if terms.names else Q())


def _families(ids: list[int], cases: dict[int, Case], matched: set[int]) -> dict[int, FoundFamily]:
    today = timezone.localdate()
    families = dict[int, FoundFamily]()
    with connection.cursor() as cursor:
        cursor.execute(PRESENT, [ids])
        rows = cursor.fetchall()
    for relationship, *row in rows:
        family = Family.from_db("default", FAMILY, row[: len(FAMILY)])
        person = Person.from_db("default", PERSON, row[len(FAMILY) :])
        if family.pk not in families:
            case = cases.get(family.pk)
            lead = case.__dict__["lead_name"] or "" if case else ""
            families[family.pk] = FoundFamily(family, [], case, lead)
        families[family.pk].people.append(
            FoundPerson(
                name=person.name,
                age=age_words(person, today),
                relationship=str(RELATIONSHIPS.get(relationship, relationship)),
                matches=person.pk in matched,
            )
        )
    return families


def _latest_cases(
    user: Any, families: Collection[int], cases: CaseQuerySet | None = None
) -> dict[int, Case]:
    if cases is None:
        shape, values = reader_values(user)
        rows = _SEEN_OF(*shape, **values, families=listed(families))
    else:
        rows = list(_latest(cases, listed(families)))
    return {case.family_id: case for case in rows}


def _seen_of(role: Any, /, *shape: Hashable, families: str, **values: Any) -> CaseQuerySet:
    return _latest(Case.objects.visible_to(Reader(role, values)), families)


def _latest(cases: CaseQuerySet, families: str) -> CaseQuerySet:
    rows = cases.filter(family__among=families).order_by("family_id", "-opened_on", "-pk")
    rows = rows.distinct("family_id").select_related("locality").only(*OF_A_CASE)
    return rows.annotate(lead_name=lead_name())


_SEEN_OF = WrittenOnce(_seen_of)
