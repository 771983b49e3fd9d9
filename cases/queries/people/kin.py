"""A family as the family tree draws it, read from its present members."""

from collections.abc import Iterable
from datetime import date

from cases.ages import age_words
from cases.codes import Gender, Sex
from cases.models import Membership, Person
from cases.queries.rows import built
from cases.tree.kin import Descent, Kin, Mark, Member, Pair

Relationship = Membership.Relationship

TIERS = {
    Relationship.GRANDPARENT: 0,
    Relationship.CHILD: 2,
    Relationship.SIBLING: 2,
}
MARKS_BY_GENDER = {
    Gender.GIRL_WOMAN: Mark.CIRCLE,
    Gender.BOY_MAN: Mark.SQUARE,
    Gender.NON_BINARY: Mark.DIAMOND,
}
MARKS_BY_SEX = {Sex.FEMALE: Mark.CIRCLE, Sex.MALE: Mark.SQUARE}


def kin_of(members: Iterable[Membership], today: date, *, short: bool = False) -> Kin:
    """The people of `members_of`, and parents of theirs outside the family.

    `short` names people by their given name, for a small drawing.
    """
    rows = list(members)
    found = {row.person_id: _member(row, today, short) for row in rows}
    outside: dict[int, tuple[Person, int]] = {}
    descents, pairs = [], {}
    for row in rows:
        for parent in row.parents_found:  # type: ignore[attr-defined]
            descents.append(Descent(row.person_id, parent["id"], parent["how"]))
            if parent["id"] not in found:
                tier = min(found[row.person_id].tier - 1, outside.get(parent["id"], (None, 9))[1])
                outside[parent["id"]] = (built(Person, parent), tier)
        for couple in row.couples_found:  # type: ignore[attr-defined]
            pairs[couple["one"], couple["other"]] = Pair(**couple)
    for person, tier in outside.values():
        found[person.pk] = _outsider(person, tier, today, short)
    return Kin(tuple(found.values()), tuple(pairs.values()), tuple(descents))


def mark_of(person: Person) -> Mark:
    """The genogram's mark: as the person describes themselves, where that is recorded."""
    if person.kind == Person.Kind.UNBORN:
        return Mark.TRIANGLE
    by_sex = MARKS_BY_SEX.get(Sex(person.sex), Mark.DIAMOND)
    return MARKS_BY_GENDER.get(Gender(person.gender), by_sex)


def years_words(person: Person, today: date) -> str:
    """The age under a mark; of somebody who died, their years."""
    if not person.died_on:
        return age_words(person, today)
    if not person.date_of_birth:
        return f"died {person.died_on.year}"
    return f"{person.date_of_birth.year} – {person.died_on.year}"


def _member(row: Membership, today: date, short: bool) -> Member:
    person = row.person
    return Member(
        id=person.pk,
        name=_name(person, short),
        mark=mark_of(person),
        home=row.household,
        tier=TIERS.get(Relationship(row.relationship), 1),
        note=years_words(person, today),
        relationship=row.get_relationship_display(),
        born=_born(person),
        died=person.died_on is not None,
        about=row.about,  # type: ignore[attr-defined]
    )


def _outsider(person: Person, tier: int, today: date, short: bool) -> Member:
    return Member(
        id=person.pk,
        name=_name(person, short),
        mark=mark_of(person),
        home=0,
        tier=tier,
        note=years_words(person, today),
        relationship="Not one of this family’s people",
        born=_born(person),
        died=person.died_on is not None,
    )


def _name(person: Person, short: bool) -> str:
    if not short:
        return person.name
    if person.kind == Person.Kind.UNBORN and not person.given_name:
        return "Unborn child"
    return person.known_as or person.given_name or person.name


def _born(person: Person) -> str:
    day = person.date_of_birth or person.expected_on
    return day.isoformat() if day else ""
