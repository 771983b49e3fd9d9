"""Who of a family can be seen, or spoken with, at a contact."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from cases.models import AdultSpokenWith, Case, CaseChild, Membership, Person


@dataclass(frozen=True)
class AtAContact:
    """The children of the case, and the adults of the family with who they are to the children."""

    children: list[Person]
    adults: list[tuple[Person, str]]


def at_a_contact(case: Case) -> AtAContact:
    """Nobody is asked of one who has died or is not born. One query."""
    rows = list(_people(case).order_by("date_of_birth", "pk"))
    children = [row for row in rows if row.about]  # type: ignore[attr-defined]
    adults = [row for row in rows if row.kind == Person.Kind.ADULT and row not in children]
    return AtAContact(children, [(row, _relationship(row)) for row in adults])


def last_spoken_with(case: int) -> dict[int, date]:
    """The day on which each adult of the family was last spoken with, as far as it is noted."""
    rows = AdultSpokenWith.objects.filter(case=case).order_by().values("person")
    found = rows.annotate(last=Max("contact__happened_at")).values_list("person", "last")
    return {person: timezone.localdate(moment) for person, moment in found}


def _people(case: Case) -> QuerySet[Person]:
    """As one union: asked for with OR, the database would look at every person there is."""
    ours = CaseChild.objects.filter(case=case).order_by()
    present = Membership.objects.filter(family_id=case.family_id, to_date__isnull=True).order_by()
    ids = ours.values("person_id").union(present.values("person_id"))
    related = present.filter(person_id=OuterRef("pk")).values("relationship")
    living = Person.objects.filter(pk__in=ids, died_on__isnull=True)
    return living.exclude(kind=Person.Kind.UNBORN).annotate(
        about=Exists(ours.filter(person_id=OuterRef("pk"))), relation=Subquery(related[:1])
    )


def _relationship(row: Person) -> str:
    relation = row.relation  # type: ignore[attr-defined]
    return str(Membership.Relationship(relation).label).lower() if relation else ""
