"""Why two records cannot be merged, what to look at before, and which facts must be chosen.

Two records are one person's when somebody who sees both says so, with a reason. Where they say
different things of that person, somebody chooses which stands; what one knows and the other
does not needs no choice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.roles import May, may
from audit.values import in_words
from cases.codes import Ethnicity, Gender, SendSupport, Sex
from cases.models import Person
from cases.numbers import spaced_nhs_number
from cases.pointing import related_in

KEPT, MERGED = "kept", "merged"

# The facts that are compared, in the order they are shown.
FACTS = (
    "kind", "given_name", "family_name", "known_as", "date_of_birth", "expected_on", "died_on",
    "sex", "gender", "ethnicity", "nhs_number", "upn", "external_id", "school", "first_language",
    "interpreter", "disabilities", "send",
)  # fmt: skip
NUMBERS = {"nhs_number": "NHS numbers", "upn": "UPNs"}
UNKNOWN: dict[str, tuple[Any, ...]] = {
    "sex": (Sex.NOT_KNOWN,),
    "gender": (Gender.NOT_RECORDED,),
    "ethnicity": (Ethnicity.UNKNOWN,),
    "send": (SendSupport.NOT_RECORDED,),
}

NOBODY = "Only the early help desk and managers can merge records."
NOT_TOGETHER = "These two records cannot be merged by you. Ask information governance."
ITSELF = "This is the same record. Choose the other one."
MERGED_ALREADY = "One of these records was merged already. Open the record that was kept."
FORMER = NOT_TOGETHER
BOTH_DIED = (
    "The records give two different dates of death. Correct the one that is wrong, then merge them."
)
TWO_NUMBERS = (
    "Both records have valid {what}, and they differ: they may be two people. If one was written "
    "down by mistake, say how that is known."
)
NOT_CHOSEN = "Choose which stands: {what}."
NO_REASON = "Write why these are one person."
UNBORN_BORN = (
    "An unborn child has no date of birth. Choose “Child or young person”, or no date of birth."
)
RELATED = {
    "parentage": "One is recorded as the other’s parent, so they are two people. "
    "Correct that first.",
    "couple": "They are recorded as a couple, so they are two people. Correct that first.",
    "parental responsibility": "One is recorded as having parental responsibility for the other. "
    "Correct that first.",
    "court order": "A court order is recorded between them, so they are two people.",
}
RELATED_OTHERWISE = "They are recorded as two people in one {what}. Correct that first."
NOT_MERGED = "These records have been split already."
LATER_FIRST = "Another record was merged into this one later. Split that merge first."
GONE_ON = "The record that was kept was itself merged into another later. Split that merge first."
CLOSED_SINCE = "The identity was closed since. Ask information governance."
NOT_PLACED = "Choose whose it is: {what}."
UNSEEN = (
    "Something was added since the merge to a record you do not see. Ask somebody who sees the "
    "whole record, such as the head of service, to split it."
)
TAKEN_SINCE = (
    "Something of the merged record is somebody else’s now, such as its NHS number or UPN. "
    "Correct that first."
)
NO_SPLIT_REASON = "Write why these are two people."


@dataclass(frozen=True)
class Fact:
    """One fact in both records, in words; `ask` where somebody must choose."""

    name: str
    label: str
    kept: str
    merged: str
    ask: bool
    stands: str = ""  # which, where nobody needs to choose


def facts_of(kept: Person, merged: Person) -> list[Fact]:
    """Every fact that either record has."""
    return [fact for name in FACTS if (fact := _fact(name, kept, merged))]


def reasons_not_to_merge(
    kept: Person,
    merged: Person,
    by: Any,
    *,
    stands: Mapping[str, str] | None = None,
    mistake: str = "",
) -> list[str]:
    """Why this person cannot merge the two, as sentences. `stands`: what they have chosen."""
    if not may(by, May.MERGE):
        return [NOBODY]
    if kept.pk == merged.pk:
        return [ITSELF]
    if kept.merged_into_id or merged.merged_into_id:
        return [MERGED_ALREADY]
    if kept.identity_closed_on or merged.identity_closed_on:
        return [FORMER]
    found = _as_two_people(kept, merged)
    if kept.died_on and merged.died_on and kept.died_on != merged.died_on:
        found.append(BOTH_DIED)
    if stands is not None:
        found += _of_choice(kept, merged, stands, mistake)
    return found


def numbers_differ(kept: Person, merged: Person) -> list[str]:
    """The kinds of number of which both have one, not the same: "NHS numbers"."""
    return [
        said
        for name, said in NUMBERS.items()
        if getattr(kept, name) and getattr(merged, name)
        and getattr(kept, name) != getattr(merged, name)
    ]  # fmt: skip


def value_of(name: str, kept: Person, merged: Person, stands: Mapping[str, str]) -> Any:
    """What stands of one fact once the records are one."""
    fact = _fact(name, kept, merged)
    which = stands.get(name) if fact and fact.ask else fact.stands if fact else KEPT
    return getattr(merged if which == MERGED else kept, name)


def _as_two_people(kept: Person, merged: Person) -> list[str]:
    kinds = {str(row._meta.verbose_name) for row in related_in(kept, merged)}
    return [RELATED.get(kind, RELATED_OTHERWISE.format(what=kind)) for kind in sorted(kinds)]


def _of_choice(kept: Person, merged: Person, stands: Mapping[str, str], mistake: str) -> list[str]:
    found = [
        NOT_CHOSEN.format(what=fact.label)
        for fact in facts_of(kept, merged)
        if fact.ask and stands.get(fact.name) not in (KEPT, MERGED)
    ]
    if (what := numbers_differ(kept, merged)) and not mistake.strip():
        found.append(TWO_NUMBERS.format(what=" and ".join(what)))
    if not found and value_of("kind", kept, merged, stands) == Person.Kind.UNBORN:
        born = value_of("date_of_birth", kept, merged, stands)
        found += [UNBORN_BORN] if born else []
    return found


def _fact(name: str, kept: Person, merged: Person) -> Fact | None:
    field = Person._meta.get_field(name)
    one, other = getattr(kept, name), getattr(merged, name)
    known, also = _known(name, one), _known(name, other)
    if not known and not also:
        return None
    return Fact(
        name,
        _label(field),
        _words(name, one, kept),
        _words(name, other, merged),
        ask=known and also and one != other,
        stands=KEPT if known or not also else MERGED,
    )


def _known(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return True
    return value not in (None, "", []) and value not in UNKNOWN.get(name, ())


def _label(field: Any) -> str:
    label = str(field.verbose_name)
    return f"{label[:1].upper()}{label[1:]}"


def _words(name: str, value: Any, person: Person) -> str:
    if name == "nhs_number" and value:
        return spaced_nhs_number(value)
    if name == "school":
        return str(value) if value else "not recorded"
    said = in_words(Person._meta.get_field(name), value) or "not recorded"
    estimated = name == "date_of_birth" and value and person.date_of_birth_estimated
    return f"{said} (estimated)" if estimated else said
