"""A comparison in the words a desk officer would use."""

from cases.models import Person
from referrals.matching.comparing import Features

BIRTH = {
    "same": "same date of birth",
    "swapped": "day and month of birth swapped",
    "digit": "date of birth one digit off",
    "near": "about the same age",
    "different": "different date of birth",
}
NAME = {
    "same": "same {}",
    "slip": "{} one letter apart",
    "short": "{} is another form of the same",
    "part": "part of the {} is the same",
    "sound": "{} sounds the same",
    "alike": "similar {}",
    "different": "different {}",
}
KIN = {
    "one": "somebody else in this request is likely of the same family",
    "two": "others in this request are likely of the same family",
}


def in_words(found: Features, person: Person) -> list[str]:
    """Every reason, what is said of numbers and birth first."""
    return [
        *_number(found.nhs_number, "NHS number"),
        *_number(found.upn, "UPN"),
        *([BIRTH[found.birth]] if found.birth else []),
        *_names(found),
        *_place(found),
        *([KIN[found.kin]] if found.kin in KIN else []),
        *([f"recorded as {person.get_kind_display().lower()}"] if found.kind else []),
        *([f"recorded as {person.get_sex_display().lower()}"] if found.sex == "different" else []),
        *(["died"] if person.died_on else []),
    ]


def _number(agreement: str, name: str) -> list[str]:
    return {"same": [f"same {name}"], "different": [f"another {name}"]}.get(agreement, [])


def _names(found: Features) -> list[str]:
    both = (found.family, "surname"), (found.given, "first name")
    if found.swapped:
        slips = [NAME[how].format(name) for how, name in both if how != "same"]
        return ["first and last name swapped", *slips]
    if found.given == found.family == "same":
        return ["same first and last name"]
    return [NAME[how].format(name) for how, name in both if how]


def _place(found: Features) -> list[str]:
    if found.place == "lives":
        return ["lives at this postcode"]
    return [f"lived at this postcode until {found.until}"] if found.place == "lived" else []
