"""The people of a family, with what the case page says about each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from cases.ages import age_words
from cases.models import (
    Address,
    Alert,
    Case,
    CaseChild,
    ContactWay,
    Couple,
    CourtOrder,
    Membership,
    Parentage,
    ParentalResponsibility,
    Person,
)


@dataclass(frozen=True)
class PersonCard:
    """One member on the People page."""

    membership: Membership
    person: Person
    age: str
    about: bool
    addresses: list[Address]
    ways: list[ContactWay]
    alerts: list[Alert]
    orders: list[CourtOrder]
    responsibilities: list[ParentalResponsibility]

    @property
    def home(self) -> str:
        return "" if self.person.died_on else f"Home {self.membership.household}"


def members_of(case: Case) -> list[Membership]:
    """Present members, and those who died: children of the case first, then by birth.

    One query, with what the family tree needs: `parents_found`, `couples_found` and `about`
    (this case is about them).
    """
    here = Q(to_date__isnull=True) | Q(person__died_on__isnull=False)
    about = CaseChild.objects.filter(case=case.pk, person=OuterRef("person_id"))
    rows = Membership.objects.filter(here, family=case.family_id).select_related("person__school")
    rows = rows.annotate(
        about=Exists(about),
        parents_found=ArraySubquery(_parents()),
        couples_found=ArraySubquery(_couples()),
    )
    born = F("person__date_of_birth").asc(nulls_last=True)
    found: dict[int, Membership] = {}
    for row in rows.order_by("-about", "household", born, "person_id", "-from_date"):
        found.setdefault(row.person_id, row)
    return list(found.values())


def cards_of(members: list[Membership], today: date) -> list[PersonCard]:
    """The members with addresses, ways to reach them, warnings and responsibility.

    Five queries, however many people there are.
    """
    people = [row.person_id for row in members]
    addresses = _by_person(Address.objects.filter(person__in=people), "person_id")
    standing = Q(ended_on__isnull=True)
    ways = _by_person(ContactWay.objects.filter(standing, person__in=people), "person_id")
    alerts = _by_person(Alert.objects.filter(standing, person__in=people), "person_id")
    orders = _by_person(CourtOrder.objects.filter(child__in=people), "child_id", "restrains")
    held = ParentalResponsibility.objects.filter(child__in=people)
    responsibilities = _by_person(held, "child_id", "holder")
    return [
        PersonCard(
            membership=row,
            person=row.person,
            age=age_words(row.person, today),
            about=row.about,  # type: ignore[attr-defined]
            addresses=addresses.get(row.person_id, []),
            ways=ways.get(row.person_id, []),
            alerts=alerts.get(row.person_id, []),
            orders=orders.get(row.person_id, []),
            responsibilities=responsibilities.get(row.person_id, []),
        )
        for row in members
    ]


def member(case: Case, person_id: int) -> Membership | None:
    """One person's present membership of the case's family, or None."""
    rows = Membership.objects.filter(family=case.family_id, person=person_id)
    here = rows.filter(Q(to_date__isnull=True) | Q(person__died_on__isnull=False))
    return here.select_related("person__school").order_by("-from_date").first()


def _by_person(rows: Any, key: str, *related: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows.select_related(*related) if related else rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _parents() -> Any:
    rows = Parentage.objects.filter(child=OuterRef("person_id")).order_by("parent_id")
    fields = ("id", "kind", "given_name", "family_name", "known_as", "sex", "gender")
    days = ("date_of_birth", "expected_on", "died_on")
    named: dict[str, Any] = {name: f"parent__{name}" for name in (*fields, *days)}
    return rows.values(found=JSONObject(how="kind", **named))


def _couples() -> Any:
    me = OuterRef("person_id")
    rows = Couple.objects.filter(Q(one=me) | Q(other=me)).order_by("pk")
    return rows.values(found=JSONObject(one="one_id", other="other_id", state="state"))
