"""Keeping a domestic abuse notification from whom it names, in everything made of the case."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from audit.text import fold
from cases.actions.people.telling import tell
from cases.models import Case, Contact, Membership, Person, Withheld
from referrals.models import Notification, Referral

WHY = Withheld.Why.DOMESTIC_ABUSE
SAID = "Something is not to be shared with {}"


def keep_from_whom_it_names(
    *, referral: Referral, case: Case, note: Contact | None, by: Any
) -> list[Withheld]:
    """Mark the notification, and the note it left in the case, as not to be shared with whoever
    is said to have done it: by their record, where one of the family is them, and by the name.

    No copy or page for them, or for an agency that acts for them, has either.
    """
    notice = Notification.objects.get(referral=referral)
    people = persons_named(notice, case)
    Notification.objects.filter(pk=notice.pk).update(
        note=note, perpetrator=people[0] if people else None
    )
    items = [("referrals.notification", notice.pk)]
    items += [("cases.contact", note.pk)] if note else []
    whom: list[dict[str, Any]] = [{"person": person, "name": ""} for person in people]
    name = " ".join(notice.perpetrator_name.split())
    whom += [{"person": None, "name": name}] if name else []
    return [mark for one in whom for mark in _marked(case, items, one, by)]


def persons_named(notice: Notification, case: Case) -> list[Person]:
    """Those of the family who may be whom the notification names: of that name, unless born on
    another day; where there is no name, everybody who is that to the children."""
    members = Membership.objects.filter(family=case.family_id).select_related("person")
    if notice.perpetrator_is != Notification.Whom.DESCRIBED:
        return []
    if notice.perpetrator_key:
        return [row.person for row in members if _may_be(row.person, notice)]
    said = fold(notice.perpetrator_relationship)
    alike = [row.person for row in members if said and fold(row.get_relationship_display()) == said]
    return [person for person in alike if person.kind == Person.Kind.ADULT]


def _may_be(person: Person, notice: Notification) -> bool:
    names = {f"{person.given_key} {person.family_key}", f"{person.family_key} {person.given_key}"}
    if person.known_as:
        names.add(f"{fold(person.known_as)} {person.family_key}")
    both = person.date_of_birth and notice.perpetrator_born
    same_day = not both or person.date_of_birth == notice.perpetrator_born
    return notice.perpetrator_key in names and (same_day or person.date_of_birth_estimated)


def _marked(
    case: Case, items: list[tuple[str, int]], whom: dict[str, Any], by: Any
) -> Iterator[Withheld]:
    for kind, number in items:
        mark, is_new = Withheld.objects.get_or_create(
            family_id=case.family_id,
            kind=kind,
            row_id=number,
            ended_at=None,
            defaults={"why": WHY, "set_by": by, "set_at": timezone.now()},
            **whom,
        )
        if is_new:
            said = SAID.format(mark.whom)
            tell(case, "withheld.set", mark, said, by=by, person=whom["person"])
        yield mark
