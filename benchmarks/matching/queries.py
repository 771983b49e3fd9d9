"""Questions about made-up people, spoilt as questions are; every way of spoiling is named.

A fifth ask about somebody who is not in the record: a member of a known family who was left out
of it (two in five of these), or of a family of which nobody is known. The rest have one true
person. Each kind below is drawn on purpose so often that it is at least three in a hundred of all:
twin, namesake (a parent and child of one name), common address, newborn (asked about without a
name), no birth (asked about without a date of birth). The others are drawn from everybody.

What is spoilt, each with its chance, and at most two of names and dates in one question:
letter (one letter of a name missing, added, other, or changed over with the next), short (a short
or long form), spelling (another spelling or another script), part (one of a double name, or a
middle name more), swapped (given and family name), day-month, digit, estimated (only the year was
known), sex not known or wrong, postcode (an earlier one, one not on record, or none), number
(none; with a digit wrong; a sibling's). Half come with one to three of the family beside them, as
requests do. A question without a date of birth, or about a newborn without a name, has a postcode
that is on record or a parent beside it: without them nobody could answer it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from string import ascii_lowercase

from benchmarks.matching.people import Made, _postcode

SHORT = {
    "Elizabeth": "Liz Beth Lizzie", "Catherine": "Kate Cathy Katie", "William": "Bill Will Billy",
    "Robert": "Rob Bob Bobby", "Thomas": "Tom Tommy", "James": "Jim Jamie Jimmy",
    "Alexander": "Alex Sandy", "Michael": "Mike Mick", "Christopher": "Chris", "Andrew": "Andy",
    "Benjamin": "Ben", "Samuel": "Sam", "Joseph": "Joe", "Matthew": "Matt", "Daniel": "Dan Danny",
    "Joshua": "Josh", "Nicholas": "Nick", "Anthony": "Tony", "Edward": "Ted Eddie",
    "Stephen": "Steve", "Richard": "Rick Dick", "Jonathan": "Jon Jonny", "David": "Dave",
    "Rebecca": "Becky", "Samantha": "Sam", "Victoria": "Vicky", "Abigail": "Abbie Abi",
    "Isabella": "Bella Izzy", "Eleanor": "Ellie Nell", "Jennifer": "Jenny Jen",
    "Natasha": "Tasha", "Stephanie": "Steph", "Kimberley": "Kim", "Bethany": "Beth",
    "Margaret": "Maggie Peggy", "Alexandra": "Alex Lexi", "Jessica": "Jess", "Susan": "Sue",
    "Patricia": "Pat Trish", "Christine": "Chris Tina", "Deborah": "Debbie", "Danielle": "Dani",
    "Matilda": "Tilly", "Charlotte": "Lottie Charlie", "Charlie": "Charles", "Harry": "Henry",
    "Jack": "John", "Katie": "Kate Catherine", "Tony": "Anthony", "Timothy": "Tim",
    "Mohammed": "Mo", "Gurpreet": "Preet", "Krzysztof": "Krzysiek Chris", "Aleksandra": "Ola",
    "Jakub": "Kuba", "Katarzyna": "Kasia", "Malgorzata": "Gosia", "Zofia": "Zosia",
    "Oluwaseun": "Seun", "Babatunde": "Tunde", "Temitope": "Temi", "Emmanuel": "Emma Manny",
}  # fmt: skip
SPELLINGS = {
    "Mohammed": "Muhammad Mohamed Mohammad محمد", "Khadija": "Khadijah Khadeeja خديجة",
    "Fatima": "Fatimah Fatema فاطمة", "Aisha": "Ayesha Aysha عائشة",
    "Yusuf": "Yousef Youssef يوسف",
    "Ibrahim": "Ebrahim ابراهيم", "Ahmed": "Ahmad احمد", "Hussain": "Hussein Husain حسين",
    "Hassan": "Hasan حسن", "Omar": "Umar Umer عمر", "Zainab": "Zaynab زينب",
    "Maryam": "Mariam مريم",
    "Usman": "Uthman Othman", "Tariq": "Tarik طارق", "Qasim": "Kasim Qaseem", "Iqbal": "Ikbal",
    "Abdullah": "Abdallah عبدالله", "Faisal": "Faysal Feisal", "Mustafa": "Mustapha",
    "Layla": "Leila Laila ليلى", "Sumaiya": "Sumayya Sumaya", "Yasmin": "Yasmeen Jasmin",
    "Rahman": "Rehman", "Chowdhury": "Choudhury Chaudhry Chaudhary", "Sheikh": "Shaikh Shaykh",
    "Mahmood": "Mahmud Mehmood", "Qureshi": "Quraishi Koreshi", "Siddiqui": "Siddiqi Siddique",
    "Hossain": "Hussain Husain", "Rashid": "Rasheed", "Saleem": "Salim", "Yousaf": "Yusuf Yousuf",
    "Aden": "Adan Adam", "Mohamud": "Mahmoud Mohammud", "Osman": "Usman Uthman",
    "Gurpreet": "Gurprit ਗੁਰਪ੍ਰੀਤ", "Harpreet": "Harprit ਹਰਪ੍ਰੀਤ", "Manjit": "Manjeet ਮਨਜੀਤ",
    "Kulwinder": "Kulvinder", "Balvinder": "Balwinder", "Sukhwinder": "Sukhvinder",
    "Amarjit": "Amarjeet ਅਮਰਜੀਤ", "Sandhu": "Sandoo", "Dhaliwal": "Dhaliwaal Dhariwal",
    "Oleksandr": "Aleksandr Alexander Олександр", "Kateryna": "Katerina Ekaterina Катерина",
    "Dmytro": "Dmitri Dmitry Дмитро", "Volodymyr": "Vladimir Володимир", "Olena": "Elena Олена",
    "Andriy": "Andrii Andrei Андрій", "Serhiy": "Sergei Sergey Сергій", "Mykola": "Nikolai Микола",
    "Yevhen": "Evgeny Yevgen Євген", "Iryna": "Irina Ірина", "Yulia": "Julia Yuliia Юлія",
    "Tetiana": "Tatiana Тетяна", "Oksana": "Oxana Оксана", "Svitlana": "Svetlana Світлана",
    "Nowak": "Novak", "Wojcik": "Woycik Wójcik", "Kowalski": "Kovalski Kowalsky",
    "Shevchenko": "Chevchenko Шевченко", "Kovalenko": "Kowalenko Коваленко",
    "Melnyk": "Melnik Мельник", "Lukasz": "Łukasz", "Pawel": "Paweł Pavel", "Michal": "Michał",
    "Stephen": "Steven", "Catherine": "Katherine Kathryn", "Sean": "Shaun Shawn",
    "Reece": "Rhys", "Niamh": "Neve", "Siobhan": "Shevaun", "Zoe": "Zoë Zoey", "John": "Jon",
    "Smith": "Smyth Smythe", "Clarke": "Clark", "Clark": "Clarke", "MacDonald": "McDonald",
    "O'Neill": "O’Neil Oneill", "Thompson": "Thomson", "Phillips": "Philips", "Davies": "Davis",
    "Stevens": "Stephens", "Chidinma": "Chidimma", "Adebayo": "Adébáyò",
}  # fmt: skip
MIDDLE = {
    "F": ["Rose", "Jane", "Marie", "Noor", "Maria", "Ann"],
    "M": ["James", "Lee", "John", "Ali", "Jan"],
}


@dataclass
class Query:
    """One question: what is typed of the person and of others beside them, and who it is."""

    kind: str
    person: Made
    typed: "Typed"
    beside: list["Typed"] = field(default_factory=list)
    spoilt: set[str] = field(default_factory=set)
    true_id: int | None = None


@dataclass(frozen=True)
class Typed:
    kind: str
    given: str
    family: str
    born: date | None
    sex: str
    postcode: str
    nhs_number: str = ""
    upn: str = ""
    estimated: bool = False


def make_queries(seed: int, people: list[Made], how_many: int) -> Iterator[Query]:
    chance = Random(seed + 1)  # noqa: S311
    families: dict[int, list[Made]] = {}
    for person in people:
        families.setdefault(person.family, []).append(person)
    pools = _pools(people)
    for number in range(how_many):
        known = number % 5 != 0
        kind = _kind(chance)
        person = chance.choice(pools[known, kind] or pools[known, "plain"])
        yield _query(chance, kind, person, families[person.family], known)


SHARES = {"plain": 0.7, "twin": 0.06, "namesake": 0.06, "common address": 0.06, "newborn": 0.06,
          "no birth": 0.06}  # fmt: skip


def _kind(chance: Random) -> str:
    return chance.choices(list(SHARES), list(SHARES.values()))[0]


def _pools(people: list[Made]) -> dict[tuple[bool, str], list[Made]]:
    """Who may be asked about, by whether they are on record and by kind."""
    pools: dict[tuple[bool, str], list[Made]] = {}
    for known in (True, False):
        for kind in SHARES:
            fits = [
                p
                for p in people
                if p.recorded == known
                and (kind in p.traits if kind not in ("plain", "no birth") else True)
            ]
            pools[known, kind] = fits
    return pools


def _query(chance: Random, kind: str, person: Made, family: list[Made], known: bool) -> Query:
    stranger = not known and chance.random() < 0.6
    if stranger:
        person, family = _stranger(chance, person, family)
    spoilt: set[str] = set()
    alone = chance.random() < 0.5
    must_be_found = kind in ("no birth", "newborn")
    postcode = _where(chance, person, spoilt, on_record=must_be_found)
    typed = _typed(chance, person, spoilt, postcode)
    if kind == "no birth":
        typed = replace(typed, born=None, estimated=False)
        spoilt -= {"day-month", "digit", "estimated"}
    if kind == "newborn":
        typed = replace(typed, given=chance.choice(("", "Baby")))
    others = [other for other in family if other.id != person.id]
    beside: list[Typed] = []
    if others and (not alone or kind == "newborn"):
        parents = [other for other in others if other.kind == "adult"]
        chosen = parents[:1] + chance.sample(others, min(len(others), chance.randrange(3)))
        beside = [
            _typed(chance, other, set(), postcode, often=0.4)
            for other in {other.id: other for other in chosen}.values()
        ]
    typed = _numbers(chance, person, others, typed, spoilt)
    true_id = person.id if known else None
    return Query(kind, person, typed, beside, spoilt, true_id)


def _stranger(chance: Random, person: Made, family: list[Made]) -> tuple[Made, list[Made]]:
    """The same kind of family somewhere else: other names, dates and numbers, nobody known."""
    from benchmarks.matching.names import any_people, given_name, surname

    people = any_people(chance)
    name, postcode = surname(chance, people), _postcode(chance.randrange(10_000))
    moved = {}
    for other in family:
        born = other.born.replace(day=chance.randrange(1, 29), month=chance.randrange(1, 13))
        moved[other.id] = replace(
            other,
            id=-other.id,
            given=given_name(chance, people, other.sex),
            surname=name,
            born=min(born, date(2026, 11, 20)),
            postcode=postcode,
            before="",
            nhs_number="",
            upn="",
        )
    return moved[person.id], list(moved.values())


def _where(chance: Random, person: Made, spoilt: set[str], *, on_record: bool) -> str:
    if person.before and chance.random() < 0.25:
        spoilt.add("earlier postcode")
        return person.before
    drawn = chance.random()
    if drawn < 0.68 or on_record:
        return person.postcode
    if drawn < 0.86:
        spoilt.add("no postcode")
        return ""
    spoilt.add("new postcode")
    return _postcode(chance.randrange(10_000))


def _typed(
    chance: Random, person: Made, spoilt: set[str], postcode: str, often: float = 1.0
) -> Typed:
    given, family, born = person.given, person.surname, person.born
    estimated = False
    budget = chance.choices((0, 1, 2), (45, 40, 15))[0] if chance.random() < often else 0
    ways = chance.sample(list(WAYS), len(WAYS))
    ways.sort(key=lambda way: chance.random() ** (1 / WAYS[way]), reverse=True)
    for way in ways:
        if len(spoilt & set(WAYS)) >= budget:
            break
        before = (given, family, born)
        given, family, born = _spoil(chance, way, given, family, born, person.sex)
        if (given, family, born) != before:
            spoilt.add(way)
            estimated = estimated or way == "estimated"
    sex = person.sex
    drawn = chance.random()
    if drawn < 0.15:
        sex = "U"
    elif drawn < 0.155:
        sex = "M" if sex == "F" else "F"
        spoilt.add("sex wrong")
    return Typed(person.kind, given, family, born, sex, postcode, estimated=estimated)


# How often each is tried; what does not fit a name or a day is passed over.
WAYS = {"letter in given": 12, "letter in family": 12, "short": 25, "spelling of given": 35,
        "spelling of family": 35, "part of given": 4, "part of family": 40, "swapped": 4,
        "day-month": 7, "digit": 7, "estimated": 2}  # fmt: skip


def _spoil(
    chance: Random, way: str, given: str, family: str, born: date, sex: str
) -> tuple[str, str, date]:
    """What does not fit a name or a day leaves it as it is."""
    if way in _GIVEN:
        return _GIVEN[way](chance, given, sex), family, born
    if way in _FAMILY:
        return given, _FAMILY[way](chance, family, sex), born
    if way == "swapped":
        return family, given, born
    return given, family, _BORN[way](chance, born)


def _other(chance: Random, name: str, forms: dict[str, str]) -> str:
    return chance.choice(forms[name].split()) if name in forms else name


def _part(chance: Random, name: str) -> str:
    return chance.choice(name.split("-")) if "-" in name else name


def _swap_day_and_month(born: date) -> date:
    return born.replace(day=born.month, month=born.day) if born.day <= 12 else born


def spoil_a_letter(chance: Random, name: str) -> str:
    """A letter missing, added, other, or changed over; names of three letters stay as they are."""
    if len(name) < 4:
        return name
    at, how = chance.randrange(len(name)), chance.randrange(4)
    if how == 0:
        return name[:at] + name[at + 1 :]
    if how == 1:
        return name[:at] + chance.choice(ascii_lowercase) + name[at:]
    if how == 2 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + chance.choice(ascii_lowercase) + name[at + 1 :]


def _digit(chance: Random, born: date) -> date:
    """Another digit in day, month or the last two of the year, as far as that is a date past."""
    text = f"{born:%Y%m%d}"
    for _ in range(20):
        at = chance.randrange(2, 8)
        other = text[:at] + str(chance.randrange(10)) + text[at + 1 :]
        try:
            found = date(int(other[:4]), int(other[4:6]), int(other[6:]))
        except ValueError:
            continue
        if found != born and found.year <= 2026 and abs(found.year - born.year) <= 10:
            return found
    return born


def _numbers(
    chance: Random, person: Made, others: list[Made], typed: Typed, spoilt: set[str]
) -> Typed:
    number = person.nhs_number if chance.random() < 0.3 else ""
    drawn = chance.random()
    if number and drawn < 0.03:
        at = chance.randrange(10)
        number = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        spoilt.add("number with a wrong digit")
    elif drawn > 0.997 and others and others[-1].nhs_number:
        number = others[-1].nhs_number
        spoilt.add("a sibling's number")
    upn = person.upn if chance.random() < 0.2 else ""
    return replace(typed, nhs_number=number, upn=upn)


_GIVEN = {
    "letter in given": lambda chance, name, sex: spoil_a_letter(chance, name),
    "short": lambda chance, name, sex: _other(chance, name, SHORT),
    "spelling of given": lambda chance, name, sex: _other(chance, name, SPELLINGS),
    "part of given": lambda chance, name, sex: f"{name} {chance.choice(MIDDLE[sex])}",
}
_FAMILY = {
    "letter in family": lambda chance, name, sex: spoil_a_letter(chance, name),
    "spelling of family": lambda chance, name, sex: _other(chance, name, SPELLINGS),
    "part of family": lambda chance, name, sex: _part(chance, name),
}
_BORN = {
    "day-month": lambda chance, born: _swap_day_and_month(born),
    "digit": _digit,
    "estimated": lambda chance, born: date(born.year, chance.choice((1, 7)), 1),
}
