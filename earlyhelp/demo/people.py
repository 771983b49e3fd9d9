"""Registering families and the people in them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from cases.codes import Disability, Gender, SendSupport
from cases.models import (
    Address,
    ContactWay,
    Couple,
    Membership,
    Parentage,
    ParentalResponsibility,
    Person,
)
from earlyhelp.demo.book import Book, Unwritten
from earlyhelp.demo.chance import Chance
from earlyhelp.demo.kin import YEAR, Household, Kin
from earlyhelp.demo.name_lists import People
from earlyhelp.demo.names import Naming, any_people, name_family
from earlyhelp.demo.numbers import nhs_numbers, phones, upns
from earlyhelp.demo.place import Place
from earlyhelp.demo.streets import house
from localities.models import Agency

Kind, Relationship = Person.Kind, Membership.Relationship


class Registrar:
    """Registers families. `fully` adds what only a present case needs."""

    def __init__(self, book: Book, chance: Chance, place: Place) -> None:
        self.book, self.chance, self.place = book, chance, place
        self._nhs, self._upns, self._phones = nhs_numbers(), upns(), phones()

    @contextmanager
    def off_the_record(self) -> Iterator[None]:
        """Make up people without writing them down: those a request names and nobody knows."""
        book, self.book = self.book, Unwritten()
        try:
            yield
        finally:
            self.book = book

    def family(
        self,
        locality_id: int,
        births: Sequence[date],
        since: date,
        *,
        people: People | None = None,
        parents: int | None = None,
        fully: bool = False,
    ) -> Household:
        """A family of children born on these days, and one or two who bring them up."""
        naming = name_family(self.chance, people or any_people(self.chance))
        home = self.household(locality_id, naming, since)
        self._parents(home, births, parents, fully=fully)
        taken: set[str] = set()
        for born in births:
            self.child(home, born, taken, fully=fully)
        return home

    def household(self, locality_id: int, naming: Naming, since: date) -> Household:
        """A family without people yet, at an address of its own."""
        name = f"{naming.of_family} family"
        number = self.book.add_family(since, name=name)
        postcode = self.chance.pick(self.place.postcodes[locality_id])
        return Household(number, name, locality_id, postcode, house(self.chance), naming, since)

    def child(self, home: Household, born: date, taken: set[str], *, fully: bool = False) -> Kin:
        chance, naming = self.chance, home.naming
        sex = "F" if chance.happens(0.49) else "M"
        given, surname = naming.child(chance, sex, taken)
        school = self.school(home, born)
        facts: dict[str, Any] = {"school_id": school.pk if school else None}
        if fully:
            facts |= self.childs_facts(born, home.since)
        kin = self.person(
            home, Kind.CHILD, given, surname, sex, born, Relationship.CHILD, school, **facts
        )
        for parent in home.adults:
            self.parentage(kin, parent, fully=fully)
        return kin

    def adult(
        self,
        home: Household,
        given: str,
        surname: str,
        sex: str,
        born: date,
        relationship: str,
        *,
        fully: bool = False,
        **facts: Any,
    ) -> Kin:
        kin = self.person(home, Kind.ADULT, given, surname, sex, born, relationship, None, **facts)
        if fully:
            self.reach(kin)
        return kin

    def person(
        self,
        home: Household,
        kind: str,
        given: str,
        surname: str,
        sex: str,
        born: date | None,
        relationship: str,
        school: Agency | None = None,
        *,
        household: int = 1,
        lives_here: bool = True,
        **facts: Any,
    ) -> Kin:
        """Anybody of a family, with their place in it and, if they live here, the address."""
        people = home.naming.people
        facts = {"ethnicity": people.ethnicity, "first_language": people.language} | facts
        number = self.book.add(
            Person,
            kind=kind,
            given_name=given,
            family_name=surname,
            sex=sex,
            gender=Gender.SAME if sex in "FM" else Gender.NOT_RECORDED,
            date_of_birth=born,
            **facts,
        )
        expected = facts.get("expected_on")
        kin = Kin(number, given, surname, sex, born, relationship, kind, school, expected)
        (home.adults if kind == Kind.ADULT else home.children).append(kin)
        self.join(home, kin, household)
        if lives_here:
            self.lives_at(kin, home)
        return kin

    def join(self, home: Household, kin: Kin, household: int = 1) -> None:
        self.book.add(
            Membership,
            family_id=home.id,
            person_id=kin.id,
            relationship=kin.relationship,
            household=household,
            from_date=home.since,
        )

    def lives_at(self, kin: Kin, home: Household, kind: str = Address.Kind.HOME) -> None:
        self.book.add(
            Address,
            person_id=kin.id,
            kind=kind,
            lines=home.lines,
            postcode=home.postcode,
            from_date=home.since,
        )

    def parentage(self, child: Kin, parent: Kin, *, fully: bool = False) -> None:
        """That one is the other's parent, by birth or by living together."""
        if parent.relationship in {Relationship.GRANDPARENT, Relationship.RELATIVE}:
            return
        by_birth = parent.relationship in {Relationship.MOTHER, Relationship.FATHER}
        kind = Parentage.Kind.BIRTH if by_birth else Parentage.Kind.STEP
        self.book.add(Parentage, child_id=child.id, parent_id=parent.id, kind=kind)
        if fully and by_birth:
            is_mother = parent.relationship == Relationship.MOTHER
            self.book.add(
                ParentalResponsibility,
                child_id=child.id,
                holder_id=parent.id,
                source="Mother" if is_mother else "Named on the birth certificate",
                from_date=child.born,
            )

    def couple(self, one: Kin, other: Kin, state: str = Couple.State.TOGETHER) -> None:
        lower, higher = sorted((one.id, other.id))
        self.book.add(Couple, one_id=lower, other_id=higher, state=state)

    def _parents(
        self, home: Household, births: Sequence[date], parents: int | None, *, fully: bool
    ) -> None:
        chance, naming = self.chance, home.naming
        eldest = min(births)
        mother_born = eldest - timedelta(days=int(YEAR * chance.between(18, 34)))
        interpreter = chance.happens(naming.people.interpreter)
        two = chance.happens(0.45) if parents is None else parents > 1
        mother = self.adult(
            home,
            *naming.mother,
            "F",
            chance.day(mother_born, mother_born + timedelta(days=300)),
            Relationship.MOTHER,
            fully=fully,
            interpreter=interpreter,
        )
        if not two:
            return
        born = mother_born - timedelta(days=chance.between(-700, 2200))
        kind = Relationship.FATHER if chance.happens(0.8) else Relationship.STEP_PARENT
        father = self.adult(
            home, *naming.father, "M", born, kind, fully=fully, interpreter=interpreter
        )
        self.couple(mother, father)

    def school(self, home: Household, born: date) -> Agency | None:
        """A school of the locality for a child of this age; none for the youngest."""
        age = (home.since - born).days / YEAR
        if age < 4.5:
            return None
        kind = self.place.secondaries if age >= 11.5 else self.place.primaries
        schools = kind[home.locality_id]
        brothers_and_sisters = [c.school for c in home.children if c.school in schools]
        return brothers_and_sisters[0] if brothers_and_sisters else self.chance.pick(schools)

    def childs_facts(self, born: date, on: date) -> dict[str, Any]:
        """Numbers, support and disability, which a present case records."""
        chance = self.chance
        facts: dict[str, Any] = {"nhs_number": next(self._nhs)}
        if (on - born).days > 4.5 * YEAR:
            facts["upn"] = next(self._upns)
            facts["send"] = chance.weighted(
                {
                    SendSupport.NONE: 70,
                    SendSupport.SUPPORT: 18,
                    SendSupport.EHCP: 6,
                    SendSupport.ASSESSING: 6,
                }
            )
        if chance.happens(0.12):
            kinds = (Disability.AUT, Disability.LD, Disability.COMM, Disability.BEH, Disability.CON)
            facts["disabilities"] = [chance.pick(kinds).value]
        return facts

    def reach(self, kin: Kin) -> None:
        """How to reach an adult, and whether it is safe to."""
        chance, safe = self.chance, ContactWay.Safe
        self.book.add(
            ContactWay,
            person_id=kin.id,
            kind=ContactWay.Kind.MOBILE,
            value=next(self._phones),
            safe_to_contact=chance.weighted({safe.YES: 80, safe.UNKNOWN: 15, safe.NO: 5}),
        )
        if chance.happens(0.3):
            plain = "".join(c for c in f"{kin.given}.{kin.surname}".lower() if c.isascii())
            self.book.add(
                ContactWay,
                person_id=kin.id,
                kind=ContactWay.Kind.EMAIL,
                value=f"{plain.replace(' ', '')}@example.org",
                safe_to_contact=safe.YES,
            )
