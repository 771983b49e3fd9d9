"""Writing down who people are: their facts, a birth, somebody new in the family."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.refusal import Refused, refuse_if
from audit.values import in_words
from audit.web.messages import in_a_sentence
from cases.actions.opening import add_child
from cases.actions.people.changing_school import school_changed
from cases.actions.people.registering import add_to_family
from cases.actions.people.telling import (
    Change,
    case_to_change,
    is_another_now,
    member_of,
    tell,
)
from cases.models import Case, Membership, Parentage, Person
from cases.rules.describing import TAKEN, contradictions, reasons_against_adding, unnamed

NOT_UNBORN = "This child’s birth has been recorded already."
HAS_DIED = "A date of death is recorded already. Change it under “Change facts”."
LOST = (
    "A loss is recorded of this baby. If that is wrong, empty the date under “Change facts” first."
)


@transaction.atomic
def describe(*, case: Case, person: Person, by: Any, version: int, **facts: Any) -> Person:
    """Change what is recorded of a person. `facts` are fields of Person; `version` is theirs.

    Raises Stale where somebody else changed the person meanwhile, Refused where a number is
    another person's or the dates cannot be.
    """
    case = case_to_change(case, by)
    locked = member_of(case, person)
    changed = {name: value for name, value in facts.items() if getattr(locked, name) != value}
    refuse_if(contradictions(locked, facts))
    if not changed:
        return locked
    old = locked.school if "school" in changed else None
    changes = _changes(locked, changed)
    _change(locked, version, changed)
    labels = ", ".join(in_a_sentence(label) for label, _, _ in changes)
    said = f"{locked.name}: {labels} changed"
    tell(case, "person.changed", locked, said, by=by, person=locked, changes=changes)
    if old is not None:
        school_changed(case=case, child=locked, old=old, by=by)
    if changed.get("died_on"):
        _say_they_died(case, locked, by)
    return locked


@transaction.atomic
def record_death(*, case: Case, person: Person, by: Any, version: int, died_on: date) -> Person:
    """Record that somebody has died, or that a baby was lost before its birth. Nothing is asked
    of them or reminded of them from then on; what was written stays."""
    case = case_to_change(case, by)
    locked = member_of(case, person)
    refuse_if([HAS_DIED] if locked.died_on else contradictions(locked, {"died_on": died_on}))
    locked.change(expected=version, died_on=died_on)
    _say_they_died(case, locked, by)
    return locked


@transaction.atomic
def record_birth(
    *,
    case: Case,
    person: Person,
    by: Any,
    version: int,
    born_on: date,
    given_name: str,
    family_name: str,
    sex: str,
) -> Person:
    """Record that an unborn child was born. It stays the same person and keeps the history."""
    case = case_to_change(case, by)
    locked = member_of(case, person)
    if locked.kind != Person.Kind.UNBORN:
        raise Refused(NOT_UNBORN)
    if locked.died_on:
        raise Refused(LOST)
    refuse_if(unnamed(given_name, family_name))
    before = locked.name
    locked.change(
        expected=version,
        kind=Person.Kind.CHILD,
        date_of_birth=born_on,
        given_name=given_name,
        family_name=family_name,
        sex=sex,
    )
    said = f"{before} was born on {in_words(None, born_on)}: {locked.name}"
    tell(case, "person.born", locked, said, by=by, person=locked)
    is_another_now(case, locked, by, "The baby was born")
    return locked


@transaction.atomic
def add_person(
    *,
    case: Case,
    by: Any,
    kind: str,
    relationship: str,
    household: int = 1,
    concerned: bool = False,
    parents: Iterable[Person] = (),
    on: date | None = None,
    **facts: Any,
) -> Person:
    """Add somebody new to the case's family. The caller has looked for them first.

    `concerned`: the case is about this child too. `parents` are members of the family.
    """
    case = case_to_change(case, by)
    day = on or timezone.localdate()
    person = Person(kind=kind, **facts)
    refuse_if(reasons_against_adding(kind, facts))
    _save_new(person)
    add_to_family(
        family=case.family,
        person=person,
        relationship=relationship,
        by=by,
        on=day,
        household=household,
    )
    for parent in parents:
        Parentage.objects.get_or_create(child=person, parent=member_of(case, parent))
    if concerned and kind != Person.Kind.ADULT:
        add_child(case=case, person=person, on=day)
    title = Membership.Relationship(relationship).label.lower()
    said = f"{person.name} added to the family: {title}"
    tell(case, "person.added", person, said, by=by, person=person)
    return person


def _say_they_died(case: Case, person: Person, by: Any) -> None:
    day = in_words(None, person.died_on)
    lost = person.kind == Person.Kind.UNBORN
    said = f"{person.name} was lost on {day}" if lost else f"{person.name} died on {day}"
    tell(case, "person.died", person, said, by=by, person=person)
    is_another_now(case, person, by, "They have died")


def _changes(person: Person, changed: dict[str, Any]) -> list[Change]:
    found = []
    for name, value in changed.items():
        field = person._meta.get_field(name)
        label = str(field.verbose_name)  # type: ignore[union-attr]
        before, after = in_words(field, getattr(person, name)), in_words(field, value)
        found.append((label[:1].upper() + label[1:], before, after))
    return found


def _change(person: Person, version: int, changed: dict[str, Any]) -> None:
    try:
        with transaction.atomic():
            person.change(expected=version, **changed)
    except IntegrityError as problem:
        raise _taken(problem) from None


def _save_new(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as problem:
        raise _taken(problem) from None


def _taken(problem: IntegrityError) -> Exception:
    """Somebody else was given the same number at this moment."""
    field = "upn" if "one_person_per_upn" in str(problem) else "nhs_number"
    return Refused(TAKEN[field]) if "one_person_per_" in str(problem) else problem
