"""From what another system sent to the facts of a request, or every mistake by its path."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from audit.api.problems import Mistakes
from localities.routing import tidy_postcode
from referrals.actions.receiving import NO_CHILD
from referrals.forms.asking import NOT_A_POSTCODE
from referrals.models import ReferralPerson
from referrals.plausible import doubts_about_person, doubts_about_sender, doubts_about_telling
from referrals.sources import BY_AGENCY

Facts = dict[str, Any]

NO_ADDRESS = "Send the email address to write to, or leave out “write_to_sender”."


def request_in(body: Facts, *, agency: Any, today: date) -> tuple[Facts, list[Facts]]:
    """The facts and the people of a request as `receive` takes them; else Mistakes."""
    facts, people = dict(body), [_person(each) for each in body["people"]]
    del facts["people"]
    facts.setdefault("sender", BY_AGENCY[agency.kind])
    facts["reasons"] = list(dict.fromkeys(facts["reasons"]))
    if mistakes := dict(_mistakes(facts, people, today)):
        raise Mistakes(mistakes)
    return facts, people


def _person(body: Facts) -> Facts:
    said = dict(body)
    said["nhs_number"] = re.sub(r"[\s-]", "", said["nhs_number"])
    said["upn"] = re.sub(r"\s", "", said["upn"]).upper()
    return said


def _mistakes(facts: Facts, people: list[Facts], today: date) -> Iterator[tuple[str, str]]:
    """Each field with its sentence: the same sentences as the form and `receive` say."""
    said = {**doubts_about_sender(facts), **doubts_about_telling(facts)}
    yield from ((name, _whole(sentence)) for name, sentence in said.items())
    if facts.get("write_to_sender") and not facts["sender_email"]:
        yield "sender_email", NO_ADDRESS
    if facts["postcode"] and not tidy_postcode(facts["postcode"]):
        yield "postcode", _whole(NOT_A_POSTCODE)
    if all(person["kind"] == ReferralPerson.Kind.ADULT for person in people):
        yield "people", NO_CHILD
    for place, person in enumerate(people):
        for name, sentence in doubts_about_person(person, today).items():
            yield f"people[{place}].{name}", _whole(sentence)


def _whole(sentence: str) -> str:
    return f"{sentence.rstrip('.')}."
