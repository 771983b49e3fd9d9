"""What cannot be recorded of a person: numbers of somebody else, days that contradict."""

from typing import Any

from audit.refusal import Reason
from cases.models import Person

TAKEN = {
    "nhs_number": Reason(
        "This NHS number is already on somebody else’s record. Check it with the family. "
        "If it is right, ask the early help desk whether this is the same person.",
        about="nhs_number",
    ),
    "upn": Reason(
        "This UPN is already on somebody else’s record. Check it with the school. "
        "If it is right, ask the early help desk whether this is the same person.",
        about="upn",
    ),
}
DIED_BEFORE_BIRTH = Reason(
    "The date of death is before the date of birth. Check both.", about="died_on"
)
NO_NAME = Reason("Write at least one name.", about="given_name")


def contradictions(person: Person, facts: dict[str, Any]) -> list[str]:
    """What cannot be so of this person, were `facts` recorded of them."""
    reasons: list[str] = []
    for field, sentence in TAKEN.items():
        number = facts.get(field)
        others = Person.objects.standing().exclude(pk=person.pk).filter(**{field: number})
        if number and others.exists():
            reasons.append(sentence)
    born = facts.get("date_of_birth", person.date_of_birth)
    died = facts.get("died_on", person.died_on)
    if born and died and died < born:
        reasons.append(DIED_BEFORE_BIRTH)
    return reasons


def unnamed(given_name: str, family_name: str) -> list[str]:
    """That somebody who is born has no name at all."""
    return [] if given_name.strip() or family_name.strip() else [NO_NAME]


def reasons_against_adding(kind: str, facts: dict[str, Any]) -> list[str]:
    """Why somebody of whom this is known cannot be added to a family."""
    named = (facts.get(name) or "" for name in ("given_name", "family_name"))
    missing = [] if kind == Person.Kind.UNBORN else unnamed(*named)
    return missing + contradictions(Person(), facts)
