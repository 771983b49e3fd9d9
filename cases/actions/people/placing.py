"""Where somebody stands in their family: relationship, home, parents, partner; and leaving it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.refusal import Refused
from cases.actions.people.telling import case_to_change, is_another_now, member_of, tell
from cases.models import Case, CaseChild, Couple, Family, Membership, Parentage, Person

OWN_PARENT = "Nobody is their own parent or partner."
ONLY_CHILDREN = "This case is about this child. A case is about at least one child who stays."


@transaction.atomic
def place(
    *,
    case: Case,
    person: Person,
    by: Any,
    version: int,
    relationship: str,
    household: int,
    parents: Mapping[int, str],
    partner: Person | None = None,
    state: str = Couple.State.TOGETHER,
) -> Membership:
    """Say how somebody belongs to the family. `parents` gives the kind for each parent's id;
    parents outside the family stay as they are. `version` is the family's.
    """
    case = case_to_change(case, by)
    locked = member_of(case, person)
    if locked.pk in parents or (partner and partner.pk == locked.pk):
        raise Refused(OWN_PARENT)
    family = Family.objects.select_for_update().get(pk=case.family_id)
    family.change(expected=version)
    membership = Membership.objects.filter(family=family, person=locked).latest("from_date", "pk")
    membership.relationship, membership.household = relationship, household
    membership.save(update_fields=["relationship", "household"])
    _set_parents(case, locked, parents)
    if partner:
        _set_couple(locked, member_of(case, partner), state)
    said = f"{locked.name}: {membership.get_relationship_display().lower()}, home {household}"
    tell(case, "family.placed", membership, said, by=by, person=locked)
    return membership


@transaction.atomic
def leave(
    *, case: Case, person: Person, by: Any, reason: str, on: date | None = None
) -> Membership:
    """Record that somebody no longer belongs to the family the plan is for. What was recorded
    of them stays. Raises Refused for a child the case is about."""
    case = case_to_change(case, by)
    locked = member_of(case, person)
    if CaseChild.objects.filter(case=case, person=locked).exists():
        raise Refused(ONLY_CHILDREN)
    present = Membership.objects.filter(family=case.family_id, person=locked, to_date__isnull=True)
    membership = present.first()
    if membership is None:
        raise Refused(f"{locked.name} has left the family already.")
    day = on or timezone.localdate()
    if day < membership.from_date:
        raise Refused("The day is before they joined the family. Check the date.")
    membership.to_date = day
    membership.save(update_fields=["to_date"])
    said = f"{locked.name} no longer belongs to the family"
    tell(case, "family.left", membership, said, by=by, person=locked, reason=reason)
    is_another_now(case, locked, by, "No longer of the family")
    return membership


def _set_parents(case: Case, child: Person, parents: Mapping[int, str]) -> None:
    ours = Membership.objects.filter(family=case.family_id).values("person")
    Parentage.objects.filter(child=child, parent__in=ours).exclude(parent__in=parents).delete()
    for number, kind in parents.items():
        parent = member_of(case, Person(pk=number))
        Parentage.objects.update_or_create(child=child, parent=parent, defaults={"kind": kind})


def _set_couple(one: Person, other: Person, state: str) -> None:
    first, second = sorted((one, other), key=lambda person: person.pk)
    found = Couple.objects.filter(Q(one=first, other=second))
    if not found.update(state=state):
        Couple.objects.create(one=first, other=second, state=state)
