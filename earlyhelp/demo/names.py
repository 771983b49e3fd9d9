"""How the names of a family go together, by the customs of its people."""

from dataclasses import dataclass

from earlyhelp.demo.chance import Chance
from earlyhelp.demo.name_lists import PEOPLES, STRANGERS, People

_WEIGHTS = {people: float(people.weight) for people in PEOPLES}
_STRANGERS = {people: float(people.weight) for people in STRANGERS}
_FEMININE = {"ski": "ska", "cki": "cka", "dzki": "dzka"}


@dataclass
class Naming:
    """The names of one family's parents, and those its children may bear."""

    people: People
    mother: tuple[str, str]
    father: tuple[str, str]
    of_girls: str
    of_boys: str
    of_family: str

    def child(self, chance: Chance, sex: str, taken: set[str]) -> tuple[str, str]:
        """Given and family name of a child; no two siblings are called the same."""
        names = self.people.girls if sex == "F" else self.people.boys
        free = [name for name in names if name not in taken] or list(names)
        given = chance.pick(free)
        taken.add(given)
        return given, self.of_girls if sex == "F" else self.of_boys


def any_people(chance: Chance) -> People:
    return chance.weighted(_WEIGHTS)


def any_strangers(chance: Chance) -> People:
    """A people with names that nobody on record bears."""
    return chance.weighted(_STRANGERS)


def name_family(chance: Chance, people: People) -> Naming:
    """Names for a family of this people."""
    surname = chance.pick(people.surnames)
    mother, father = chance.pick(people.women), chance.pick(people.men)
    return _CUSTOMS[people.custom](chance, people, mother, father, surname)


def _shared(chance: Chance, people: People, mother: str, father: str, surname: str) -> Naming:
    """One name for all; in one family of three the mother kept or took another."""
    own = chance.pick(people.surnames) if chance.happens(0.3) else surname
    return Naming(people, (mother, own), (father, surname), surname, surname, surname)


def _either(chance: Chance, people: People, mother: str, father: str, surname: str) -> Naming:
    """Children bear their mother's name or their father's."""
    own = chance.pick(people.surnames)
    childrens = own if chance.happens(0.55) else surname
    return Naming(people, (mother, own), (father, surname), childrens, childrens, childrens)


def _kaur_singh(chance: Chance, people: People, mother: str, father: str, surname: str) -> Naming:
    """Kaur and Singh stand as last names, or before a name that all share."""
    if chance.happens(0.3):
        return Naming(people, (mother, "Kaur"), (father, "Singh"), "Kaur", "Singh", "Singh")
    return Naming(people, (mother, "Kaur"), (father, surname), surname, surname, surname)


def _fathers(chance: Chance, people: People, mother: str, father: str, surname: str) -> Naming:
    """Women bear a name of their own; children their father's last."""
    own = chance.pick(people.wifes_names)
    return Naming(people, (mother, own), (father, surname), surname, surname, surname)


def _patronymic(chance: Chance, people: People, mother: str, father: str, surname: str) -> Naming:
    """A child's second name is its father's first."""
    own = chance.pick(people.surnames)
    return Naming(people, (mother, own), (father, surname), father, father, father)


def _slavic(chance: Chance, people: People, mother: str, father: str, surname: str) -> Naming:
    """Women's names end in -ska, -cka."""
    feminine = surname
    for ending, other in _FEMININE.items():
        if surname.endswith(ending):
            feminine = surname.removesuffix(ending) + other
    return Naming(people, (mother, feminine), (father, surname), feminine, surname, surname)


_CUSTOMS = {
    "shared": _shared,
    "either": _either,
    "kaur_singh": _kaur_singh,
    "fathers": _fathers,
    "patronymic": _patronymic,
    "slavic": _slavic,
}
