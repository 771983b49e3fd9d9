"""What the pages about marks and copies show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cases.models import (
    ActsFor,
    Case,
    CopyGiven,
    Couple,
    CourtOrder,
    Membership,
    Need,
    ParentalResponsibility,
    Person,
    Withheld,
)
from cases.needs import NeedKind
from cases.withholding.audience import Audience
from cases.withholding.kinds import Kind, kinds

WHOLE_FAMILY = "family"
OF_ONE_PERSON = ("cases.address", "cases.contactway", "cases.school", "cases.alert")
ABOUT_ABUSE = "cases.need"
PROPOSED = (*OF_ONE_PERSON, ABOUT_ABUSE)
TELLS_OF_ABUSE = (
    "This tells {} what is done about domestic abuse. Make sure that it is safe for them to read, "
    "and that nobody can make them show it; else mark first what is not to be shared with them."
)
PARENTS = ("mother", "father", "step_parent", "partner", "carer")


@dataclass(frozen=True)
class Marked:
    """A mark with what it is on, in words."""

    mark: Withheld
    title: str
    label: str


def people_of(case: Case) -> list[Person]:
    """Everybody who belongs to the family now."""
    rows = Membership.objects.filter(family=case.family_id, to_date__isnull=True)
    return [row.person for row in rows.select_related("person").order_by("person_id")]


def marks_of(case: Case) -> list[Marked]:
    """Every mark of the family, standing ones first."""
    rows = Withheld.objects.filter(family=case.family_id).select_related(
        "person", "set_by", "ended_by"
    )
    found = list(rows.order_by("-ended_at", "-set_at", "pk"))
    labels = _labels(found)
    ordered = sorted(found, key=lambda mark: mark.ended_at is not None)
    return [Marked(m, _title(m.kind), labels.get(m.key, "No longer recorded")) for m in ordered]


def acting_in(case: Case) -> list[ActsFor]:
    rows = ActsFor.objects.filter(family=case.family_id, ended_at__isnull=True)
    return list(rows.select_related("agency", "person").order_by("agency__name", "pk"))


def items_of(case: Case) -> list[tuple[Kind, list[tuple[int, str]]]]:
    """Everything that can be marked, by kind."""
    return [
        (kind, [(row.pk, kind.label(row)) for row in rows])
        for kind in kinds().values()
        if (rows := list(kind.rows(case)))
    ]


def item(case: Case, key: str, number: int) -> tuple[Kind, str] | None:
    """One item of the family and how it is called, or None."""
    kind = kinds().get(key)
    row = kind.rows(case).filter(pk=number).first() if kind else None
    return (kind, kind.label(row)) if kind and row else None


def proposals(case: Case) -> dict[Person, list[tuple[str, str]]]:
    """For each person a court order restrains: what is probably not to be shared with them,
    and is not marked yet. Their own home and what is theirs is left out."""
    here = {row.person_id: row.household for row in _members(case)}
    return {
        person: found
        for person in _restrained(case)
        if (found := _proposed_for(case, person, here))
    }


def how_many_proposed(case: Case) -> list[tuple[Person, int]]:
    """Whom a court order restrains, and how much is proposed for them and not marked."""
    return [(person, len(found)) for person, found in proposals(case).items()]


def proposed_for(case: Case, audience: Audience) -> list[tuple[Person, int]]:
    """The same, of whom a copy is for and of whom an agency acts for."""
    acting = [row for row in acting_in(case) if row.agency == audience.agency]
    whom = {one.pk for one in audience.people} | {row.person_id for row in acting}
    return [found for found in how_many_proposed(case) if found[0].pk in whom]


def parted(case: Case) -> list[str]:
    """Why this family has no copy in common, as sentences: parents who are separated or live in
    different homes. Nothing: they live together."""
    rows = [row for row in _members(case) if row.relationship in PARENTS]
    ids = [row.person_id for row in rows]
    apart = Couple.objects.filter(one__in=ids, other__in=ids).exclude(state="together")
    said = [
        f"{row.one.name} and {row.other.name} are {row.get_state_display().lower()}."
        for row in apart.select_related("one", "other").order_by("pk")
    ]
    if not said and len({row.household for row in rows}) > 1:
        said = ["The parents live in different homes."]
    return said


def audience_of(case: Case, whom: str) -> Audience | None:
    """The audience behind "person-4", "agency-2", "mark-7" (somebody known by name) or
    "family", if a copy may be made for it."""
    kind, _, number = whom.partition("-")
    people = people_of(case)
    if whom == WHOLE_FAMILY:
        return None if parted(case) else Audience("the family", tuple(people))
    if not number.isdecimal():
        return None
    if kind == "person":
        person = next((one for one in people if one.pk == int(number)), None)
        return Audience(person.name, (person,)) if person else None
    if kind == "agency":
        acting = next((row for row in acting_in(case) if row.agency_id == int(number)), None)
        return Audience(str(acting.agency), agency=acting.agency) if acting else None
    rows = Withheld.objects.filter(family=case.family_id, pk=int(number), person__isnull=True)
    mark = rows.first() if kind == "mark" else None
    return Audience(mark.name, name=mark.name) if mark else None


def recipients(case: Case) -> list[tuple[str, str]]:
    """Who can get a copy, each alone; the family together only where no parents have parted."""
    found = [(f"person-{person.pk}", person.name) for person in people_of(case)]
    acting: dict[int, list[ActsFor]] = {}
    for row in acting_in(case):
        acting.setdefault(row.agency_id, []).append(row)
    for agency, rows in acting.items():
        whom = " and ".join(row.whom for row in rows)
        found.append((f"agency-{agency}", f"{rows[0].agency}, acting for {whom}"))
    by_name = Withheld.objects.filter(family=case.family_id, person__isnull=True)
    named = {mark.name: f"mark-{mark.pk}" for mark in by_name.order_by("-pk")}
    found += [(key, name) for name, key in sorted(named.items())]
    return found if parted(case) else [*found, (WHOLE_FAMILY, "The family, one copy for all")]


def warnings_for(case: Case, audience: Audience) -> list[str]:
    """Parental responsibility, court orders and domestic abuse that speak against a copy, as
    sentences."""
    children = Person.objects.living_children_of(case)
    people = [one for one in audience.people if one.kind == Person.Kind.ADULT]
    said = []
    for adult in people:
        held = ParentalResponsibility.objects.filter(holder=adult, to_date__isnull=True)
        theirs = set(held.values_list("child_id", flat=True))
        without = [child.name for child in children if child.pk not in theirs]
        if without:
            said.append(
                f"No parental responsibility of {adult.name} is recorded for {', '.join(without)}."
            )
        said += [
            f"{order.kind} restrains {adult.name}: {order.text}"
            for order in _orders(case).filter(restrains=adult)
        ]
        said += [TELLS_OF_ABUSE.format(adult.name)] if abuse_they_read(case, [adult]) else []
    return said


def abuse_they_read(case: Case, people: list[Person]) -> list[Need]:
    """The needs to be safe from domestic abuse that one of these people reads of: those that are
    not marked as not to be shared with them."""
    needs = list(Need.objects.filter(case=case, kind=NeedKind.DOMESTIC_ABUSE).order_by("pk"))
    if not needs:
        return []
    marks = Withheld.objects.filter(family=case.family_id, kind=ABOUT_ABUSE, ended_at=None)
    kept = {(mark.row_id, mark.person_id, mark.name.casefold()) for mark in marks}
    return [
        need
        for need in needs
        for person in people
        if not {(need.pk, person.pk, ""), (need.pk, None, person.name.casefold())} & kept
    ]


def copies_of(case: Case) -> list[CopyGiven]:
    return list(CopyGiven.objects.filter(case=case).select_related("made_by"))


def _members(case: Case) -> list[Membership]:
    rows = Membership.objects.filter(family=case.family_id, to_date__isnull=True)
    return list(rows.select_related("person").order_by("person_id"))


def _orders(case: Case) -> Any:
    standing = Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())
    children = [row.person_id for row in _members(case)]
    return CourtOrder.objects.filter(standing, child__in=children).order_by("pk")


def _restrained(case: Case) -> list[Person]:
    found = Person.objects.filter(restrained_by__in=_orders(case)).distinct()
    return list(found.order_by("pk"))


def _proposed_for(case: Case, person: Person, here: dict[int, int]) -> list[tuple[str, str]]:
    marked = set(
        Withheld.objects.filter(
            family=case.family_id, person=person, ended_at__isnull=True
        ).values_list("kind", "row_id")
    )
    return [
        (f"{key}:{row.pk}", kinds()[key].label(row))
        for key in PROPOSED
        for row in kinds()[key].rows(case)
        if (key, row.pk) not in marked and _probably_not_for(person, key, row, here)
    ]


def _probably_not_for(person: Person, key: str, row: Any, here: dict[int, int]) -> bool:
    """What tells where those live who live elsewhere, and what is done about domestic abuse: a
    need takes its goals and actions along."""
    if key == ABOUT_ABUSE:
        return bool(row.kind == NeedKind.DOMESTIC_ABUSE)
    if key == "cases.school" and row.school_id is None:
        return False
    whose = row.pk if key == "cases.school" else row.person_id
    over = any(getattr(row, name, None) for name in ("to_date", "ended_on", "ended_at"))
    with_them = whose == person.pk or here.get(whose) == here.get(person.pk)
    return not over and not with_them


def _labels(marks: list[Withheld]) -> dict[str, str]:
    numbers: dict[str, set[int]] = {}
    for mark in marks:
        numbers.setdefault(mark.kind, set()).add(mark.row_id)
    return {
        f"{key}:{row.pk}": kind.label(row)
        for key, ids in numbers.items()
        if (kind := kinds().get(key))
        for row in kind.by_number(ids)
    }


def _title(key: str) -> str:
    return kinds()[key].title if key in kinds() else key
