"""Families that show what the record can hold."""

from dataclasses import replace
from datetime import date, timedelta

from cases.journey import Stage
from cases.models import (
    Address,
    Agreement,
    Alert,
    Couple,
    CourtOrder,
    FamilyLink,
    Membership,
    Person,
)
from cases.needs import Level
from earlyhelp.demo.kin import YEAR, Household, Kin
from earlyhelp.demo.name_lists import BRITISH, CARIBBEAN, IRISH, KURDISH, PUNJABI
from earlyhelp.demo.names import name_family
from earlyhelp.demo.present.caseload import Caseload
from earlyhelp.demo.present.scene import Folder, Scene
from earlyhelp.demo.rows import Row
from earlyhelp.demo.streets import house
from earlyhelp.demo.themes import THEMES
from earlyhelp.demo.wording import Story

Relationship, Kind = Membership.Relationship, Person.Kind
_BY_KIND = {theme.kind.value: theme for theme in THEMES}


class Special:
    """Writes them, all in Bilston and most of them led by practitioner@example.org."""

    def __init__(self, scene: Scene, caseload: Caseload) -> None:
        self.scene, self.caseload = scene, caseload
        self.registrar, self.today = scene.registrar, scene.today
        self.bilston = scene.place.locality("bilston").pk
        self.ours = scene.staff.accounts["practitioner"]
        self.safe_addresses: list[Row] = []  # of the family that is hidden from the father

    def write(self) -> list[Folder]:
        self.large = self.eleven_people()
        homes = self.two_homes()
        self.expecting, self.apart = self.unborn(), self.court_order()
        rest = [self.young_person(), self.interpreter()]
        return [self.large, *homes, self.expecting, self.apart, *rest]

    def eleven_people(self) -> Folder:
        """Eleven people in two homes: six children, one of them with the father."""
        since = self._ago(190)
        home = self.registrar.household(self.bilston, name_family(self.scene.chance, IRISH), since)
        mother = self._adult(home, "Bernadette", "F", 41, Relationship.MOTHER)
        step = self._adult(home, "Kieran", "M", 44, Relationship.STEP_PARENT, surname="Nolan")
        grandmother = self._adult(home, "Una", "F", 68, Relationship.GRANDPARENT)
        father = self._adult(home, "Declan", "M", 43, Relationship.FATHER, household=2)
        partner = self._adult(
            home, "Siobhan", "F", 36, Relationship.PARTNER, household=2, surname="Tierney"
        )
        for one, other, state in (
            (mother, step, Couple.State.TOGETHER),
            (father, partner, Couple.State.TOGETHER),
            (mother, father, Couple.State.DIVORCED),
        ):
            self.registrar.couple(one, other, state)
        for number, age in enumerate((16, 14, 11, 8)):
            child = self._child(home, age, household=2 if number == 1 else 1)
            for parent in (mother, father):
                self.registrar.parentage(child, parent, fully=True)
        for age in (4, 2):
            child = self._child(home, age)
            self.registrar.parentage(child, mother, fully=True)
            self.registrar.parentage(child, step)
        self.registrar.parentage(mother, grandmother)
        other_home = replace(home, lines=house(self.scene.chance))
        for kin in (father, partner, home.children[1]):
            self.registrar.lives_at(kin, other_home)
        return self._tell(home, Stage.SUPPORTING, 190, "relationships", "housing")

    def two_homes(self) -> list[Folder]:
        """A girl who lives half the week with her mother and half with her father."""
        since = self._ago(150)
        first = self.registrar.household(
            self.bilston, name_family(self.scene.chance, CARIBBEAN), since
        )
        mother = self._adult(first, "Simone", "F", 34, Relationship.MOTHER)
        girl = self._child(first, 9, sex="F")
        second = self.registrar.household(
            self.bilston, name_family(self.scene.chance, PUNJABI), since
        )
        father = self._adult(second, "Jagdeep", "M", 37, Relationship.FATHER)
        partner = self._adult(second, "Rupinder", "F", 33, Relationship.PARTNER)
        boy = self._child(second, 5, sex="M")
        self.registrar.join(second, girl)
        self.registrar.lives_at(girl, second, Address.Kind.SECOND_HOME)
        second.children.append(girl)
        self.registrar.couple(father, partner)
        self.registrar.couple(mother, father, Couple.State.SEPARATED)
        for child, parent in ((girl, mother), (girl, father), (boy, father), (boy, partner)):
            self.registrar.parentage(child, parent, fully=True)
        lower, higher = sorted((first.id, second.id))
        self.scene.book.add(
            FamilyLink,
            one_id=lower,
            other_id=higher,
            why=f"{girl.given} lives in both homes",
            coordinating_lead_id=self.ours.id,
        )
        other = self.scene.staff.leads(self.bilston, self.today)[0]
        return [
            self._tell(first, Stage.SUPPORTING, 150, "relationships", "education"),
            self._tell(second, Stage.SUPPORTING, 120, "relationships", lead=other.name),
        ]

    def unborn(self) -> Folder:
        """A young mother who expects her second child."""
        since = self._ago(40)
        home = self.registrar.household(
            self.bilston, name_family(self.scene.chance, BRITISH), since
        )
        mother = self._adult(home, "Jade", "F", 20, Relationship.MOTHER)
        father = self._adult(home, "Nathan", "M", 22, Relationship.FATHER)
        self.registrar.couple(mother, father)
        toddler = self._child(home, 2)
        baby = self._unborn(home, self.today + timedelta(days=65))
        for child in (toddler, baby):
            for parent in (mother, father):
                self.registrar.parentage(child, parent, fully=child is toddler)
        return self._tell(home, Stage.PLANNING, 40, "early_years", "finance")

    def court_order(self) -> Folder:
        """A mother who moved away from abuse: the address is kept safe, an order is in force."""
        since = self._ago(95)
        home = self.registrar.household(
            self.bilston, name_family(self.scene.chance, BRITISH), since
        )
        mother = self._adult(home, "Leanne", "F", 31, Relationship.MOTHER)
        father = self._adult(home, "Craig", "M", 35, Relationship.FATHER, household=2)
        self.registrar.couple(mother, father, Couple.State.SEPARATED)
        children = [self._child(home, age) for age in (10, 7)]
        for child in children:
            for parent in (mother, father):
                self.registrar.parentage(child, parent, fully=True)
            self.scene.book.add(
                CourtOrder,
                child_id=child.id,
                kind="Non-molestation order",
                text=f"{father.name} must not come near the home or the school, or ask where the "
                "children are.",
                restrains_id=father.id,
                source="Copy of the order seen by the lead practitioner",
                made_on=since,
                ends_on=since + timedelta(days=365),
            )
        for row in self.scene.book[Address].rows[-4:]:
            if row["person_id"] in {mother.id, *(child.id for child in children)}:
                row |= {"safe_address": True, "kind": Address.Kind.TEMPORARY}
                self.safe_addresses.append(row)
        self.scene.book.add(
            Alert,
            person_id=mother.id,
            kind=Alert.Kind.VIOLENCE,
            text="Former partner may come to the house. Ring before visiting; never leave a card.",
            source="Police, by telephone",
            recorded_on=since,
            review_on=self.today + timedelta(days=20),
        )
        return self._tell(home, Stage.SUPPORTING, 95, "domestic_abuse", "housing")

    def young_person(self) -> Folder:
        """A young man of sixteen who decided for himself."""
        since = self._ago(33)
        home = self.registrar.household(
            self.bilston, name_family(self.scene.chance, CARIBBEAN), since
        )
        self._adult(home, "Yvonne", "F", 62, Relationship.GRANDPARENT)
        boy = self._child(home, 16, sex="M")
        folder = self._tell(home, Stage.ASSESSING, 33, "crime", "education")
        self.scene.book.add(
            Agreement,
            family_id=home.id,
            person_id=boy.id,
            how=Agreement.How.IN_PERSON,
            given_on=folder.course.contacted or since,
            competence=f"{boy.given} is 16 and understands what early help is and who sees what. "
            "His grandmother may know; his father may not.",
            recorded_by_id=self.ours.id,
        )
        return folder

    def interpreter(self) -> Folder:
        """A family with whom every visit needs an interpreter."""
        since = self._ago(18)
        days = [self._born(age) for age in (12, 9, 6)]
        home = self.registrar.family(
            self.bilston, days, since, people=KURDISH, parents=2, fully=True
        )
        for row in self.scene.book[Person].rows[-5:]:
            row["interpreter"] = row["kind"] == Kind.ADULT
        return self._tell(home, Stage.ASSESSING, 18, "education", "finance")

    def _tell(self, home: Household, stage: Stage, ago: int, *kinds: str, lead: str = "") -> Folder:
        eldest = min((c for c in home.children if c.born), key=lambda c: c.born or date.max)
        story = Story(home, eldest, tuple(_BY_KIND[kind] for kind in kinds))
        course = self.caseload.courses.course(stage, ago=ago)
        who = self.ours
        for worker in self.scene.staff.leads(self.bilston, self.today):
            if worker.name == lead:
                who = worker
        folder = self.caseload.tell(home, story, course, who)
        folder.stamp(level=Level.COMPLEX.value)
        return folder

    def _ago(self, days: int) -> date:
        return self.scene.days.on_or_after(self.today - timedelta(days=days))

    def _born(self, age: int) -> date:
        return self.today - timedelta(days=int(YEAR * age) + self.scene.chance.between(40, 300))

    def _adult(
        self,
        home: Household,
        given: str,
        sex: str,
        age: int,
        relationship: str,
        *,
        household: int = 1,
        surname: str = "",
    ) -> Kin:
        name = surname or home.naming.of_family
        kin = self.registrar.person(
            home,
            Kind.ADULT,
            given,
            name,
            sex,
            self._born(age),
            relationship,
            household=household,
            lives_here=household == 1,
        )
        self.registrar.reach(kin)
        return kin

    def _child(self, home: Household, age: int, *, sex: str = "", household: int = 1) -> Kin:
        chance, taken = self.scene.chance, {child.given for child in home.children}
        sex = sex or chance.pick("FM")
        given, surname = home.naming.child(chance, sex, taken)
        born = self._born(age)
        school = self.registrar.school(home, born)
        return self.registrar.person(
            home,
            Kind.CHILD,
            given,
            surname,
            sex,
            born,
            Relationship.CHILD,
            school,
            household=household,
            lives_here=household == 1,
            school_id=school.pk if school else None,
            **self.registrar.childs_facts(born, home.since),
        )

    def _unborn(self, home: Household, expected: date) -> Kin:
        return self.registrar.person(
            home,
            Kind.UNBORN,
            "",
            home.naming.of_family,
            "U",
            None,
            Relationship.CHILD,
            expected_on=expected,
        )
