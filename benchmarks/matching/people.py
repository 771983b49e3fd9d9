"""A hundred thousand made-up people in families, from one seed.

In every hundred families: 6 have twins, 6 a parent and child of one name, 8 live in one postcode
with another family of the same common surname whose children bear the same names, 5 have a baby
recorded without a name. One person in ten of them all is left out of the record: they are who a
query asks about in vain. Three adults in a hundred are recorded without a date of birth, three
people in a hundred with an estimated one.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.matching.names import PEOPLES, People, any_people, given_name, surname

TODAY = date(2026, 11, 26)
IN_A_POSTCODE = 14  # families


@dataclass
class Made:
    """One person as they truly are, and what the record says where it differs."""

    id: int
    family: int
    kind: str
    given: str
    surname: str
    sex: str
    born: date
    postcode: str
    before: str = ""  # an earlier postcode
    nhs_number: str = ""
    upn: str = ""
    recorded: bool = True
    recorded_given: str | None = None
    recorded_born: date | None = None
    recorded_estimated: bool = False
    traits: set[str] = field(default_factory=set)


def make_people(seed: int, how_many: int) -> list[Made]:
    chance = Random(seed)  # noqa: S311
    made: list[Made] = []
    family = 0
    while len(made) < how_many:
        family += 1
        made += _family(chance, family, len(made))
        if chance.random() < 0.08:
            family += 1
            made += _double(chance, family, made)
    taken: set[str] = set()
    for person in made:
        _as_recorded(chance, person)
        for number in ("nhs_number", "upn"):  # one person, one number
            if getattr(person, number) in taken:
                setattr(person, number, "")
            taken.add(getattr(person, number))
    return made


def _family(chance: Random, number: int, first: int) -> list[Made]:
    people = any_people(chance)
    name = surname(chance, people)
    postcode = _postcode(number // IN_A_POSTCODE)
    before = _postcode(chance.randrange(10_000)) if chance.random() < 0.4 else ""
    found: list[Made] = []

    def add(kind: str, sex: str, born: date, family_name: str, given: str = "") -> Made:
        person = Made(first + len(found) + 1, number, kind, given or _fresh(chance, people, sex,
                      found), family_name, sex, born, postcode, before)  # fmt: skip
        found.append(person)
        return person

    mother_born = _day(chance, 1972, 2004)
    mothers_name = name if chance.random() < 0.65 else surname(chance, people)
    mother = add("adult", "F", mother_born, mothers_name)
    father = None
    if chance.random() < 0.65:
        father = add("adult", "M", _day(chance, 1968, 2003), name)
    _children(chance, add, mother, father, name)
    return found


def _children(chance: Random, add: object, mother: Made, father: Made | None, name: str) -> None:
    earliest = max(mother.born.year + 17, 2008)
    born = _day(chance, earliest, max(earliest, 2024))
    twins = chance.random() < 0.06
    for number in range(chance.choices((1, 2, 3, 4, 5), (30, 35, 20, 10, 5))[0]):
        sex = chance.choice("FM")
        child = add("child", sex, min(born, TODAY - timedelta(days=60)), name)  # type: ignore[operator]
        if number == 0 and twins:
            twin = add("child", chance.choice((sex, sex, "F", "M")), child.born, name)  # type: ignore[operator]
            child.traits.add("twin")
            twin.traits.add("twin")
        born = born + timedelta(days=chance.randrange(330, 1300))
        if born > TODAY - timedelta(days=60):
            break
        if number == 0 and chance.random() < 0.06:
            _namesake(chance, child, mother, father)
    if chance.random() < 0.05:
        baby = add("child", chance.choice("FM"), TODAY - timedelta(days=chance.randrange(50)), name)  # type: ignore[operator]
        baby.traits.add("newborn")


def _namesake(chance: Random, child: Made, mother: Made, father: Made | None) -> None:
    parent = mother if child.sex == "F" else father
    if parent is None:
        return
    child.given, parent.surname = parent.given, child.surname
    child.traits.add("namesake")
    parent.traits.add("namesake")


def _double(chance: Random, number: int, made: list[Made]) -> list[Made]:
    """Another family of the same surname and given names in the same postcode."""
    last = [person for person in made[-9:] if person.family == number - 1]
    common = chance.choice(chance.choice(PEOPLES).surnames[:20])
    found: list[Made] = []
    for person in last:
        person.surname = common
        person.traits.add("common address")
        shift = timedelta(days=chance.randrange(40, 900) * chance.choice((1, -1)))
        given = person.given if chance.random() < 0.7 else chance.choice(last).given
        born = min(person.born + shift, TODAY)
        found.append(
            Made(made[-1].id + len(found) + 1, number, person.kind, given, common, person.sex, born,
                 person.postcode, person.before, traits={"common address"})
        )  # fmt: skip
    return found


def _as_recorded(chance: Random, person: Made) -> None:
    person.recorded = chance.random() > 0.1
    if chance.random() < 0.6:
        person.nhs_number = nhs_number(chance)
    if person.kind == "child" and person.born.year < 2022 and chance.random() < 0.6:
        person.upn = upn(chance)
    if "newborn" in person.traits and chance.random() < 0.6:
        person.recorded_given = chance.choice(("", "Baby"))
    if person.kind == "adult" and chance.random() < 0.03:
        person.traits.add("recorded without birth")
    elif chance.random() < 0.03:
        person.recorded_born = date(person.born.year, chance.choice((1, 7)), 1)
        person.recorded_estimated = True


def _fresh(chance: Random, people: People, sex: str, taken: list[Made]) -> str:
    while True:
        given = given_name(chance, people, sex)
        if given not in {person.given for person in taken}:
            return given


def _day(chance: Random, first: int, last: int) -> date:
    start = date(first, 1, 1)
    return start + timedelta(days=chance.randrange((date(last, 12, 31) - start).days))


def _postcode(number: int) -> str:
    area, rest = divmod(number, 400)
    sector, unit = divmod(rest, 40)
    return f"WV{area % 90 + 1} {sector}{'ABDEFGHJLN'[unit % 10]}{'PQRS'[unit // 10]}"


def nhs_number(chance: Random) -> str:
    while True:
        digits = [4, *(chance.randrange(10) for _ in range(8))]
        check = 11 - sum(d * (10 - i) for i, d in enumerate(digits)) % 11
        if check != 10:
            return "".join(map(str, [*digits, check % 11]))


def upn(chance: Random) -> str:
    digits = f"336{chance.randrange(10**9):09d}"
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    return letters[sum(int(d) * i for i, d in enumerate(digits, 2)) % 23] + digits
