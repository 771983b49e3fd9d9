"""What cannot be right in a request, each with the mend. Touches no database.

The form shows these beside the question, the API beside the field, and receiving refuses them.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from stdnum.gb import nhs, upn

from referrals.models import Referral, ReferralPerson
from referrals.sources import PROFESSIONALS

Kind = ReferralPerson.Kind

LONGEST = 4000  # characters of a text
OLDEST_CHILD = 25  # a young person with SEND is a child of the family until their 25th birthday
OLDEST_ADULT = 120
YOUNGEST_ADULT = 10  # a parent may be a child; nobody is a parent at five
BIRTH_OVERDUE = timedelta(weeks=6)
UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")
PREGNANCY = timedelta(weeks=45)
IN_THE_PAST = "Date of birth must be today or in the past"

# What is wrong: the question's name and the sentence.
Doubts = dict[str, str]


def doubts_about_person(person: Mapping[str, Any], today: date) -> Doubts:
    """What cannot be right about one child or adult of a request."""
    kind = person.get("kind", Kind.CHILD)
    if kind == Kind.UNBORN:
        return _of_unborn(person, today)
    return (
        _of_name(person, kind)
        | _of_birth(person.get("date_of_birth"), kind, today)
        | _of_numbers(person)
    )


def doubts_about_sender(facts: Mapping[str, Any]) -> Doubts:
    """What is missing of who sends a request: professionals say who they are."""
    if facts.get("sender") not in PROFESSIONALS:
        return {}
    found = {}
    if not facts.get("sender_name"):
        found["sender_name"] = "Enter your name. People who ask as part of their work give it"
    if not facts.get("sender_phone") and not facts.get("sender_email"):
        found["sender_phone"] = "Enter a telephone number or an email address we can reach you on"
    return found


def doubts_about_telling(facts: Mapping[str, Any]) -> Doubts:
    """Whether the family knows: why not, where it does not; a must before a partner leads."""
    agrees = facts.get("family_knows") == Referral.Knows.AGREES
    if facts.get("offers_to_lead") and not agrees and facts.get("family_knows"):
        return {
            "family_knows": "An early help assessment needs the family’s agreement. Talk with them "
            "first, or request support for the family instead"
        }
    if facts.get("family_knows") and not agrees and not facts.get("why_not"):
        return {"why_not": "Enter why the family was not told or does not agree"}
    return {}


def doubts_about_safe_way(facts: Mapping[str, Any]) -> Doubts:
    """How the family may safely be told: what is missing of a way that was said."""
    way, words = facts.get("safe_way"), str(facts.get("safe_way_words") or "").strip()
    if words and not way:
        return {"safe_way": "Select how the family may safely be told"}
    needed: dict[str, str] = {
        Referral.SafeWay.PHONE: "Enter the telephone number, and when it is safe to ring",
        Referral.SafeWay.DO_NOT: "Enter why nobody should contact the family",
    }
    missing = "" if words else needed.get(str(way), "")
    return {"safe_way_words": missing} if missing else {}


def _of_name(person: Mapping[str, Any], kind: str) -> Doubts:
    if person.get("given_name") or person.get("family_name"):
        return {}
    return {"given_name": f"Enter the {kind}’s first name, or last name, or both"}


def _of_birth(born: date | None, kind: str, today: date) -> Doubts:
    if born is None:
        return {}
    if born > today:
        return {"date_of_birth": _future(kind)}
    age = completed_years(born, today)
    if kind == Kind.CHILD and age >= OLDEST_CHILD:
        return {
            "date_of_birth": f"This date makes the child {age} years old. Check it, "
            "or enter them as an adult"
        }
    if kind == Kind.ADULT and not YOUNGEST_ADULT <= age <= OLDEST_ADULT:
        return {
            "date_of_birth": f"This date makes the adult {age} years old. Check it, "
            "or enter them as a child"
        }
    return {}


def _future(kind: str) -> str:
    if kind == Kind.CHILD:
        return f"{IN_THE_PAST}. If the child is not born yet, say so and leave this empty"
    return IN_THE_PAST


def _of_numbers(person: Mapping[str, Any]) -> Doubts:
    """The check digit of an NHS number and the check letter of a UPN."""
    found, number, pupil = {}, person.get("nhs_number", ""), person.get("upn", "")
    if number and not nhs.is_valid(number):
        found["nhs_number"] = "This is not an NHS number. Check its ten digits"
    if pupil and not _is_upn(pupil):
        found["upn"] = "This is not a unique pupil number. Check it, or leave it empty"
    return found


def _is_upn(text: str) -> bool:
    """Thirteen characters; a temporary one ends in a letter and is taken as it is. Which
    councils there are is not asked: their numbers change."""
    if not UPN.fullmatch(text):
        return False
    return text[-1].isalpha() or upn.calc_check_digit(text[1:]) == text[0]


def _of_unborn(person: Mapping[str, Any], today: date) -> Doubts:
    expected = person.get("expected_on")
    if person.get("date_of_birth"):
        return {"date_of_birth": "Leave the date of birth empty for a child who is not born yet"}
    if expected and not today - BIRTH_OVERDUE <= expected <= today + PREGNANCY:
        return {"expected_on": "The birth must be expected within the next nine months"}
    return {}


def completed_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
