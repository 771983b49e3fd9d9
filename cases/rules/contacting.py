"""What a contact must say, and what in it contradicts itself."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.refusal import Reason
from cases.models import Case, Contact, Membership, Person
from cases.rules.blocking import manages

ONLY_A_MANAGER = Reason(
    "Management oversight is written by a manager. Choose “Note” instead.", about="kind"
)
NOT_YET = Reason(
    "A contact cannot be recorded before it has happened. Check the date and time.",
    about="happened_time",
)
SEEN_OR_NOT = Reason(
    "You ticked that nobody was seen or reached, and also that a child was seen. Untick one.",
    about="no_access",
)
SPOKEN_OR_NOT = Reason(
    "You ticked that nobody was seen or reached, and also that you spoke with an adult. Untick "
    "one.",
    about="no_access",
)
WORDS_MISSING = Reason("Write in a sentence or two what happened.", about="text")
NOT_AN_ADULT = "{} is not an adult of this family. Add them under “People” first."
NOT_OF_THE_CASE = "{} is not a child of this case. Add them under “People” first."


@dataclass(frozen=True)
class Written:
    """What somebody wrote of a contact. `happened_at` is None while it is not known."""

    kind: str
    happened_at: datetime | None
    text: str = ""
    children_seen: Collection[Person] = ()
    adults_spoken_with: Collection[Person] = ()
    no_access: bool = False


def reasons_against(case: Case, by: Any, said: Written, now: datetime) -> list[str]:
    """Why a contact cannot be written down so at the moment `now`."""
    return [*_words(case, by, said, now), *_children(case, said), *_adults(case, said)]


def _words(case: Case, by: Any, said: Written, now: datetime) -> Iterator[str]:
    if said.kind == Contact.Kind.OVERSIGHT and not manages(case, by):
        yield ONLY_A_MANAGER
    if said.happened_at and said.happened_at > now:
        yield NOT_YET
    if not said.text.strip() and not said.no_access:
        yield WORDS_MISSING


def _children(case: Case, said: Written) -> Iterator[str]:
    if not said.children_seen:
        return
    if said.no_access:
        yield SEEN_OR_NOT
    ours = set(case.case_children.values_list("person_id", flat=True))
    for child in said.children_seen:
        if child.pk not in ours:
            yield NOT_OF_THE_CASE.format(child)


def _adults(case: Case, said: Written) -> Iterator[str]:
    if not said.adults_spoken_with:
        return
    if said.no_access:
        yield SPOKEN_OR_NOT
    members = Membership.objects.filter(
        family=case.family_id,
        person__in=said.adults_spoken_with,
        person__kind=Person.Kind.ADULT,
    )
    ours = set(members.values_list("person_id", flat=True))
    for adult in said.adults_spoken_with:
        if adult.pk not in ours:
            yield NOT_AN_ADULT.format(adult)
