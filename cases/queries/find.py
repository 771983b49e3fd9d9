"""Finding a person or family among those somebody may see.

By name (the beginning, or with one typing error), date of birth, reference, NHS number, UPN
or postcode; what is typed together must be true together. An address that must not be found
takes no part. All keys are stored columns compared with `=` or by their beginning.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as WhenCase
from django.db.models import IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from accounts.roles import Scope, role_of
from cases.ages import age_words
from cases.looking import Terms, near_misses
from cases.models import Address, Case, Family, Membership, Person
from cases.need_to_know import CaseQuerySet
from cases.queries.parts import lead_name

PAGE = 25


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


def find(user: Any, terms: Terms, page: int = 1, cases: CaseQuerySet | None = None) -> Findings:
    """The families that fit, best fit first. The number of queries is always the same.

    `cases` narrows it to families of these cases, which must begin from `visible_to`.
    """
    start = (max(page, 1) - 1) * PAGE
    matching = _matching(user, terms, cases)
    ranked = (
        matching.values("family_id")
        .annotate(rank=Min(_rank(terms)))
        .order_by("rank", "family__sort_name", "family_id")
        .values_list("family_id", flat=True)
    )
    ids = list(ranked[start : start + PAGE + 1])
    shown = ids[:PAGE]
    matched = set(matching.filter(family_id__in=shown).values_list("person_id", flat=True))
    found = _families(_among(user, cases), shown, matched)
    return Findings([found[pk] for pk in shown if pk in found], max(page, 1), len(ids) > PAGE)


def _among(user: Any, cases: CaseQuerySet | None) -> CaseQuerySet:
    return Case.objects.visible_to(user) if cases is None else cases


def _matching(user: Any, terms: Terms, cases: CaseQuerySet | None) -> QuerySet[Membership]:
    rows = Membership.objects.filter(to_date__isnull=True)
    among = _among(user, cases)
    if cases is not None or role_of(user).scope != Scope.ALL:
        rows = rows.filter(family_id__in=among.values("family_id"))
    if terms.names:
        rows = rows.filter(_named(terms.names))
    if terms.born:
        rows = rows.filter(person__date_of_birth=terms.born)
    if terms.nhs_number:
        rows = rows.filter(person__nhs_number=terms.nhs_number)
    if terms.upn:
        rows = rows.filter(person__upn=terms.upn)
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
    return rows


def _named(words: tuple[str, ...]) -> Q:
    """Given and family name in either order, or all of it as one of them, or the family's name.

    Subqueries, so that each table is searched by its own index.
    """
    whole = " ".join(words)
    fits = _like("given_key", whole) | _like("family_key", whole)
    for cut in range(1, len(words)):
        one, other = " ".join(words[:cut]), " ".join(words[cut:])
        fits |= _like("given_key", one) & _like("family_key", other)
        fits |= _like("family_key", one) & _like("given_key", other)
    families = Family.objects.filter(sort_name__startswith=whole)
    return Q(person__in=Person.objects.filter(fits)) | Q(family__in=families)


def _like(column: str, word: str) -> Q:
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__in": sorted(near_misses(word))})


def _rank(terms: Terms) -> WhenCase:
    """Nought where each word is a whole name as typed, else one."""
    exact = Q(person__given_key__in=terms.names) | Q(person__family_key__in=terms.names)
    if len(terms.names) > 1:
        exact = Q(person__given_key__in=terms.names) & Q(person__family_key__in=terms.names)
    return WhenCase(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())


def _families(visible: CaseQuerySet, ids: list[int], matched: set[int]) -> dict[int, FoundFamily]:
    today = timezone.localdate()
    people: dict[int, list[FoundPerson]] = {pk: [] for pk in ids}
    members = Membership.objects.filter(family_id__in=ids, to_date__isnull=True)
    for row in members.select_related("person").order_by("person__date_of_birth", "pk"):
        people[row.family_id].append(_person(row, matched, today))
    cases = _latest_cases(visible, ids)
    return {
        family.pk: FoundFamily(
            family,
            people[family.pk],
            case := cases.get(family.pk),
            case.__dict__["lead_name"] or "" if case else "",
        )
        for family in Family.objects.filter(pk__in=ids)
    }


def _person(row: Membership, matched: set[int], today: date) -> FoundPerson:
    person: Person = row.person
    return FoundPerson(
        name=person.name,
        age=age_words(person, today),
        relationship=row.get_relationship_display(),
        matches=row.person_id in matched,
    )


def _latest_cases(visible: CaseQuerySet, families: list[int]) -> dict[int, Case]:
    of_family = visible.filter(family=OuterRef("family")).order_by("-opened_on", "-pk")
    latest = visible.filter(family_id__in=families, pk=Subquery(of_family.values("pk")[:1]))
    rows = latest.select_related("locality").annotate(lead_name=lead_name())
    return {case.family_id: case for case in rows}
