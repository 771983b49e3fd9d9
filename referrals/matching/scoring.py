"""How strongly two descriptions speak of one person: points, and the reasons in words.

The points are a first reading, to be learnt from planted corruptions later: what agrees counts
for, what contradicts counts against, what is unknown counts nothing.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from audit.text import fold
from cases.codes import Sex
from cases.models import Person
from referrals.matching.candidates import Stay
from referrals.matching.dates import how_near
from referrals.matching.names import best_likeness, likeness
from referrals.matching.subjects import Subject

Kind = Person.Kind

FAMILY = {"same": 30, "slip": 24, "part": 20, "alike": 14, "different": -20, "": 0}
GIVEN = {"same": 30, "slip": 24, "part": 18, "alike": 14, "different": -30, "": 0}
BIRTH = {"same": 35, "swapped": 25, "digit": 20, "near": 10, "different": -25, "": 0}
SWAPPED_NAMES, NUMBER, OTHER_NUMBER, OTHER_KIND, OTHER_SEX = 50, 60, -40, -40, -15
LIVES_HERE, LIVED_HERE = 15, 12

AGREES = {"same", "slip", "part"}

NAME_WORDS = {
    "same": "same {}",
    "slip": "{} one letter apart",
    "part": "part of the {} is the same",
    "alike": "similar {}",
    "different": "different {}",
}
BIRTH_WORDS = {
    "same": "same date of birth",
    "swapped": "day and month of birth swapped",
    "digit": "date of birth one digit off",
    "near": "about the same age",
    "different": "different date of birth",
}


@dataclass
class Comparison:
    """What speaks for and against a subject and a person being one."""

    score: int = 0
    reasons: list[str] = field(default_factory=list)
    names_agree: bool = False
    family_agrees: bool = False
    birth: str = ""
    number: bool = False

    def count(self, points: int, reason: str = "") -> None:
        self.score += points
        if reason:
            self.reasons.append(reason)


def compare(subject: Subject, person: Person, stays: list[Stay]) -> Comparison:
    """Weigh everything known of both."""
    comparison = Comparison()
    _numbers(comparison, subject, person)
    _birth(comparison, subject, person)
    _names(comparison, subject, person)
    _address(comparison, subject, stays)
    _kind_and_sex(comparison, subject, person)
    return comparison


def _numbers(found: Comparison, subject: Subject, person: Person) -> None:
    for ours, theirs, name in (
        (subject.nhs_number, person.nhs_number, "NHS number"),
        (subject.upn, person.upn, "UPN"),
    ):
        if ours and theirs:
            same = ours == theirs
            found.number = found.number or same
            found.count(NUMBER if same else OTHER_NUMBER, f"{'same' if same else 'other'} {name}")


def _birth(found: Comparison, subject: Subject, person: Person) -> None:
    found.birth = _nearness(subject, person)
    found.count(BIRTH[found.birth], BIRTH_WORDS.get(found.birth, ""))


def _nearness(subject: Subject, person: Person) -> str:
    ours, theirs = subject.born or subject.expected, person.date_of_birth or person.expected_on
    if not ours or not theirs:
        return ""
    if not (subject.born and person.date_of_birth):  # one of them an expected date
        return "near" if abs(ours - theirs) <= timedelta(weeks=8) else "different"
    near = how_near(ours, theirs)
    if near == "different" and person.date_of_birth_estimated:
        return "near" if abs(ours - theirs) <= timedelta(days=550) else "different"
    return near


def _names(found: Comparison, subject: Subject, person: Person) -> None:
    called = [fold(person.known_as)] if person.known_as else []
    given = best_likeness(subject.given, [person.given_key, *called])
    family = likeness(subject.family, person.family_key)
    if _swapped(subject, person) and "different" in (given, family):
        found.names_agree = found.family_agrees = True
        found.count(SWAPPED_NAMES, "first and last name swapped")
        return
    found.family_agrees = family in AGREES
    found.names_agree = found.family_agrees and given in AGREES
    found.score += GIVEN[given] + FAMILY[family]
    if given == family == "same":
        found.reasons.append("same first and last name")
        return
    found.reasons += [
        NAME_WORDS[how].format(name)
        for how, name in ((family, "surname"), (given, "first name"))
        if how
    ]


def _swapped(subject: Subject, person: Person) -> bool:
    crossed = (
        likeness(subject.given, person.family_key),
        likeness(subject.family, person.given_key),
    )
    return all(how in AGREES for how in crossed)


def _address(found: Comparison, subject: Subject, stays: list[Stay]) -> None:
    here = [stay for stay in stays if stay.postcode == subject.postcode]
    if not here:
        return
    if any(stay.until is None for stay in here):
        found.count(LIVES_HERE, "lives at this postcode")
    else:
        year = max(stay.until.year for stay in here if stay.until)
        found.count(LIVED_HERE, f"lived at this postcode until {year}")


def _kind_and_sex(found: Comparison, subject: Subject, person: Person) -> None:
    if not _may_be_one(subject, person):
        found.count(OTHER_KIND, f"recorded as {person.get_kind_display().lower()}")
    known = {Sex.FEMALE, Sex.MALE}
    if {subject.sex, person.sex} <= known and subject.sex != person.sex:
        found.count(OTHER_SEX, f"recorded as {person.get_sex_display().lower()}")


def _may_be_one(subject: Subject, person: Person) -> bool:
    """An unborn child may since have been born; a child does not become its parent."""
    if subject.kind == person.kind:
        return True
    if subject.kind == Kind.ADULT or person.kind == Kind.ADULT:
        return bool(subject.born and person.date_of_birth)  # the dates decide
    return not (subject.born and person.date_of_birth) and _nearness(subject, person) != "different"
