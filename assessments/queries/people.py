"""The people an assessment is about."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from assessments.models import Answer, Assessment
from assessments.progress import Member
from cases.models import Case, CaseChild, Membership, Person

_RELATIONSHIPS = dict(Membership.Relationship.choices)


def members_of_case(case: Case, day: date) -> list[Member]:
    """Everybody of the family now, and every child of the case; children first, oldest first."""
    people = Person.objects.filter(pk__in=_now_in(case), died_on__isnull=True)
    return _members(case, people, day)


def members_of(assessment: Assessment, day: date) -> list[Member]:
    """The same, and whoever was written about before they left: what was written stays. In a
    young person's own form, they alone. Once it is complete, nobody who came later."""
    case = assessment.case
    answers = Answer.objects.filter(assessment=assessment, person__isnull=False)
    written = answers.order_by().values("person_id")
    present = _now_in(case, written, joined_by=assessment.completed_on)
    people = Person.objects.filter(pk__in=present)
    people = people.filter(Q(died_on__isnull=True) | Q(pk__in=written))
    if assessment.about_id:
        people = people.filter(pk=assessment.about_id)
    return _members(case, people, day)


def _now_in(case: Case, *others: Any, joined_by: date | None = None) -> QuerySet[Any]:
    """The ids of the family's people, and `others`, as one union: asked for with OR, the database
    would ask of every person there is whether they may be seen."""
    present = Membership.objects.filter(family_id=case.family_id, to_date__isnull=True)
    children = CaseChild.objects.filter(case_id=case.pk)
    if joined_by:
        present = present.filter(from_date__lte=joined_by)
        children = children.filter(joined_on__lte=joined_by)
    ids = children.order_by().values("person_id")
    return present.order_by().values("person_id").union(ids, *others)


def _members(case: Case, people: QuerySet[Person], day: date) -> list[Member]:
    relationship = Membership.objects.filter(
        family_id=case.family_id, person_id=OuterRef("pk")
    ).order_by(F("to_date").desc(nulls_first=True))
    rows = people.annotate(relation=Subquery(relationship.values("relationship")[:1]))
    ordered = sorted(rows, key=_order)
    shared = Counter(_called(person) for person in ordered)
    return [_member(person, day, shared[_called(person)] > 1) for person in ordered]


def _member(person: Any, day: date, is_shared: bool) -> Member:
    return Member(
        id=person.pk,
        name=person.name,
        kind=person.kind,
        called=person.name if is_shared else _called(person),
        age=person.age_on(day),
        relationship=str(_RELATIONSHIPS.get(person.relation, "")),
        expected_on=person.expected_on,
    )


def _called(person: Person) -> str:
    first = person.known_as or person.given_name
    return first or ("the baby" if person.kind == Person.Kind.UNBORN else person.name)


def _order(person: Person) -> tuple[int, date, str, int]:
    rank = {Person.Kind.CHILD: 0, Person.Kind.UNBORN: 1}.get(Person.Kind(person.kind), 2)
    return rank, person.date_of_birth or date.max, person.given_key, person.pk
