"""From what another system sent to the facts of a request, or every mistake by its path."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from audit.api.problems import Mistakes
from localities.routing import tidy_postcode
from referrals.actions.doors.receiving import NO_CHILD
from referrals.forms.asking import NOT_A_POSTCODE
from referrals.models import ReferralPerson
from referrals.rules.plausible import (
    doubts_about_person,
    doubts_about_safe_way,
    doubts_about_sender,
    doubts_about_telling,
)
from referrals.sources import BY_AGENCY

Facts = dict[str, Any]
Mistake = tuple[str, str]  # the path of a field, and the sentence that mends it

NO_ADDRESS = "Send the email address to write to, or leave out “write_to_sender”."


def request_in(body: Facts, *, agency: Any, today: date) -> tuple[Facts, list[Facts]]:
    """The facts and the people of a request as `receive` takes them; else Mistakes."""
    facts, people, mistakes = family_in(body, today)
    facts.setdefault("sender", BY_AGENCY[agency.kind])
    facts["reasons"] = list(dict.fromkeys(facts["reasons"]))
    refuse([*_of_sender(facts), *mistakes])
    return facts, people


def family_in(body: Facts, today: date) -> tuple[Facts, list[Facts], list[Mistake]]:
    """What every kind of request says of a family: the facts without the people, the people, and
    what is wrong with either."""
    facts, people = dict(body), [_person(each) for each in body["people"]]
    del facts["people"]
    return facts, people, [*_of_family(facts, people, today)]


def refuse(mistakes: Iterable[Mistake]) -> None:
    """Raise them all, if there are any."""
    if found := dict(mistakes):
        raise Mistakes(found)


def whole(doubts: Mapping[str, str], path: str = "") -> Iterator[Mistake]:
    """The sentences of a rule, as the form and the verb say them."""
    yield from ((f"{path}{name}", _sentence(sentence)) for name, sentence in doubts.items())


def of_telling(facts: Facts) -> Iterator[Mistake]:
    """Whether the family knows, and how it may safely be told."""
    yield from whole({**doubts_about_telling(facts), **doubts_about_safe_way(facts)})


def _person(body: Facts) -> Facts:
    said = dict(body)
    said["nhs_number"] = re.sub(r"[\s-]", "", said["nhs_number"])
    said["upn"] = re.sub(r"\s", "", said["upn"]).upper()
    return said


def _of_sender(facts: Facts) -> Iterator[Mistake]:
    yield from whole(doubts_about_sender(facts))
    yield from of_telling(facts)
    if facts.get("write_to_sender") and not facts["sender_email"]:
        yield "sender_email", NO_ADDRESS


def _of_family(facts: Facts, people: list[Facts], today: date) -> Iterator[Mistake]:
    if facts["postcode"] and not tidy_postcode(facts["postcode"]):
        yield "postcode", _sentence(NOT_A_POSTCODE)
    if all(person["kind"] == ReferralPerson.Kind.ADULT for person in people):
        yield "people", NO_CHILD
    for place, person in enumerate(people):
        path = f"people[{place}]."
        yield from whole(doubts_about_person(person, today), path)
        if typed := person.get("postcode"):
            person["postcode"] = tidy_postcode(typed)
            if not person["postcode"]:
                yield f"{path}postcode", _sentence(NOT_A_POSTCODE)


def _sentence(sentence: str) -> str:
    return f"{sentence.rstrip('.')}."
