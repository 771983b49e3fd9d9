"""The people of a family, with what the case page says about each, in one query."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from audit.days import in_words
from cases.ages import age_words
from cases.codes import Disability
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
from cases.numbers import spaced_nhs_number
from cases.queries.rows import PERSON, array_of, built, person_json
from cases.queries.written_once import WrittenOnce
from cases.safe_addresses import masked

VERBS = [
    ("Change facts", "case-person"),
    ("Change place in the family", "case-place"),
    ("Record address", "case-address"),
    ("Record a way to reach them", "case-way"),
    ("Record a warning", "case-alert"),
]
OF_CHILDREN = [
    ("Record a court order", "case-order"),
    ("Record parental responsibility", "case-responsibility"),
]


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
    orders: list[tuple[CourtOrder, str]]  # with whom it restrains
    responsibilities: list[tuple[str, str]]  # who has it, and how that is known
    named_by: tuple[str, ...] = ("name",)  # the parts of the card that together are its name

    @property
    def home(self) -> str:
        return "" if self.person.died_on else f"Home {self.membership.household}"

    @property
    def disabilities(self) -> list[str]:
        return [str(Disability(code).label) for code in self.person.disabilities]

    @property
    def nhs_number(self) -> str:
        return spaced_nhs_number(self.person.nhs_number)

    @property
    def verbs(self) -> list[tuple[str, str]]:
        """What may be written about this person: the words, and the name of the page."""
        unborn = self.person.kind == Person.Kind.UNBORN
        adult = self.person.kind == Person.Kind.ADULT
        lives = not self.person.died_on
        names = [("Record birth", "case-birth")] if unborn and lives else []
        names += VERBS if adult else VERBS + OF_CHILDREN
        names += (
            [(("Record a loss" if unborn else "Record a death"), "case-death")] if lives else []
        )
        return names if self.about else [*names, ("No longer in the family", "case-leave")]


def members_of(case: Case) -> list[Membership]:
    """Present members, and those who died: children of the case first, then home by home.

    Each carries what the family tree needs: `parents_found`, `couples_found` and `about`
    (this case is about them).
    """
    return _once_each(_MEMBERS(case=case.pk, family=case.family_id))


def members_on(case: Case, on: date) -> list[Membership]:
    """Who belonged to the family on a day that is over: who has died since is alive, who was born
    since is not. Names, homes and who is related to whom are as recorded today."""
    there = Q(from_date__lte=on) & (
        Q(to_date__isnull=True) | Q(to_date__gt=on) | Q(person__died_on__lte=on)
    )
    rows = _once_each(list(_members(case.pk, case.family_id, there)))
    for row in rows:
        _as_on(row.person, on)
    return rows


def cards_of(case: Case, today: date, *, clear: bool) -> tuple[list[Membership], list[PersonCard]]:
    """The members, and each with addresses, ways to reach them, warnings and responsibility.

    `clear`: with the words of safe addresses; else they are taken out here, before any page.
    """
    members = _once_each(_CARDS(case=case.pk, family=case.family_id))
    return members, _told_apart([_card(row, today, clear) for row in members])


def _told_apart(cards: list[PersonCard]) -> list[PersonCard]:
    """Two of one name are named by more of their card; where that is alike too, as of unborn twins,
    by nothing."""
    names = Counter(card.person.name for card in cards)
    wholes = Counter(_whole_name(card) for card in cards)
    return [
        replace(card, named_by=("name", "who", "born") if wholes[_whole_name(card)] == 1 else ())
        if names[card.person.name] > 1
        else card
        for card in cards
    ]


def _whole_name(card: PersonCard) -> tuple[Any, ...]:
    who = (card.age, card.membership.relationship, card.home, card.about)
    return (card.person.name, *who, card.person.date_of_birth, card.person.expected_on)


def member(case: Case, person_id: int) -> Membership | None:
    """One person's present membership of the case's family, or None."""
    rows = Membership.objects.filter(_here(), family=case.family_id, person=person_id)
    return rows.select_related("person__school", "family").order_by("-from_date").first()


def _here() -> Q:
    return Q(to_date__isnull=True) | Q(person__died_on__isnull=False)


def _as_on(person: Person, on: date) -> None:
    """A person as they were on a day; not to be saved."""
    if person.died_on and person.died_on > on:
        person.died_on = None
    if person.date_of_birth and person.date_of_birth > on:
        person.kind, person.expected_on = Person.Kind.UNBORN, person.date_of_birth
        person.date_of_birth = None


def _present(case: int, family: int) -> QuerySet[Any]:
    return _members(case, family, _here())


def _members(case: int, family: int, there: Q) -> QuerySet[Any]:
    about = CaseChild.objects.filter(case=case, person=OuterRef("person_id"))
    born = F("person__date_of_birth").asc(nulls_last=True)
    rows = Membership.objects.filter(there, family=family)
    return (
        rows.select_related("person__school")
        .annotate(
            about=Exists(about),
            parents_found=ArraySubquery(_parents()),
            couples_found=ArraySubquery(_couples()),
        )
        .order_by("-about", "household", born, "person_id", "-from_date")
    )


def _with_everything(case: int, family: int) -> QuerySet[Any]:
    me, theirs = OuterRef("person_id"), Q(ended_on__isnull=True)
    held = ParentalResponsibility.objects.filter(child=me).order_by("pk")
    orders = CourtOrder.objects.filter(child=me).order_by("-made_on")
    return _present(case, family).annotate(
        addresses_found=array_of(Address.objects.filter(person=me)),
        ways_found=array_of(ContactWay.objects.filter(theirs, person=me).order_by("pk")),
        alerts_found=array_of(Alert.objects.filter(theirs, person=me).order_by("pk")),
        orders_found=array_of(orders, person=person_json("restrains")),
        held_found=array_of(held, person=person_json("holder")),
    )


_MEMBERS, _CARDS = WrittenOnce(_present), WrittenOnce(_with_everything)


def _once_each(rows: list[Any]) -> list[Membership]:
    found: dict[int, Membership] = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return list(found.values())


def _card(row: Any, today: date, clear: bool) -> PersonCard:
    addresses = [built(Address, found) for found in row.addresses_found]
    return PersonCard(
        membership=row,
        person=row.person,
        age=age_words(row.person, today),
        about=row.about,
        addresses=addresses if clear else [masked(address) for address in addresses],
        ways=[built(ContactWay, found) for found in row.ways_found],
        alerts=[built(Alert, found) for found in row.alerts_found],
        orders=[(built(CourtOrder, found), _named(found)) for found in row.orders_found],
        responsibilities=[_held(found) for found in row.held_found],
    )


def _named(row: dict[str, Any]) -> str:
    return built(Person, row["person"]).name if row["person"]["id"] else ""


def _held(row: dict[str, Any]) -> tuple[str, str]:
    held = built(ParentalResponsibility, row)
    since = f", since {in_words(held.from_date)}" if held.from_date else ""
    until = f", until {in_words(held.to_date)}" if held.to_date else ""
    return _named(row) or held.holder_name, f"{held.source}{since}{until}"


def _parents() -> Any:
    rows = Parentage.objects.filter(child=OuterRef("person_id")).order_by("parent_id")
    named: dict[str, Any] = {name: f"parent__{name}" for name in PERSON}
    return rows.values(found=JSONObject(how="kind", **named))


def _couples() -> Any:
    me = OuterRef("person_id")
    rows = Couple.objects.filter(Q(one=me) | Q(other=me)).order_by("pk")
    return rows.values(found=JSONObject(one="one_id", other="other_id", state="state"))
