"""Requests for tests: what somebody types, and requests received."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from localities.calendar import add_working_days
from referrals.actions.deciding import Decided, ForChild, children_to_decide, decide
from referrals.actions.doors.receiving import receive
from referrals.actions.telling.senders import Tell
from referrals.models import Outcome, Referral
from tests.cast import World

CHILD = {
    "kind": "child",
    "given_name": "Amara",
    "family_name": "Okafor",
    "date_of_birth": date(2016, 3, 27),
}
SIBLING: dict[str, Any] = CHILD | {"given_name": "Chidi", "date_of_birth": None}
MOTHER = {
    "kind": "adult",
    "given_name": "Ngozi",
    "family_name": "Okafor",
    "relationship": "Mother",
}
SAID: dict[str, dict[str, Any]] = {
    Outcome.HARM: {"said_by": "The school nurse", "alleged": "His arm is bruised"},
    Outcome.MORE_INFORMATION: {
        "question": "Where do the children live now?",
        "answer_by": add_working_days(timezone.localdate() + timedelta(days=1), 2, frozenset()),
    },
}
WORRIES = "Late and hungry on most mornings"


def make_request(*people: dict[str, Any], at: datetime | None = None, **facts: Any) -> Referral:
    """A request of the public about Amara Okafor in Bilston, or as said."""
    defaults: dict[str, Any] = {
        "door": Referral.Door.PUBLIC,
        "sender": Referral.Sender.PARENT,
        "worries": WORRIES,
        "family_knows": Referral.Knows.AGREES,
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "by": None,
    }
    with acting_as_system("arranging a test"):
        return receive(people=people or (CHILD,), at=at, **(defaults | facts))


def make_offer(world: World, *people: dict[str, Any], **facts: Any) -> Referral:
    """An assessment that Sam School starts, offering to lead."""
    offer: dict[str, Any] = {
        "door": Referral.Door.PARTNER,
        "sender": Referral.Sender.SCHOOL,
        "sender_name": world.school.name,
        "sender_role": "Designated safeguarding lead",
        "sender_phone": "01632 960100",
        "sender_user": world.school,
        "sender_agency": world.school_agency,
        "offers_to_lead": True,
        "going_well": "Loves reading",
        "tried": "Breakfast club",
        "by": world.school,
    }
    return make_request(*people, **(offer | facts))


def decided(
    referral: Referral,
    by: Any,
    outcome: str = Outcome.EARLY_HELP,
    level: int | None = 3,
    reason: str = "The family asks for help with mornings",
    said: dict[str, Any] | None = None,
    **more: Any,
) -> Decided:
    """Decide the same for every child of a request. `said`: what the outcome needs besides."""
    with acting_as(by):
        return decide(
            referral=referral,
            decisions=[
                ForChild(child, outcome, reason, level, **(said or SAID.get(outcome, {})))
                for child in children_to_decide(referral)
            ],
            by=by,
            **({"tell": Tell.BY_HAND} | more),
        )


def typed_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends from the public's form."""
    return {
        "one_time_key": str(uuid4()),
        "urgent": "",
        "sender": "parent",
        "sender_name": "Ngozi Okafor",
        "sender_phone": "01632 960200",
        "children-TOTAL_FORMS": "1",
        "children-INITIAL_FORMS": "0",
        "children-0-given_name": "Amara",
        "children-0-family_name": "Okafor",
        "children-0-date_of_birth_day": "27",
        "children-0-date_of_birth_month": "3",
        "children-0-date_of_birth_year": "2016",
        "adults-TOTAL_FORMS": "1",
        "adults-INITIAL_FORMS": "0",
        "adults-0-given_name": "",
        "adults-0-family_name": "",
        "adults-0-relationship": "",
        "address": "1 Test Street",
        "postcode": "wv14 0aa",
        "worries": WORRIES,
        "going_well": "Loves reading",
        "tried": "",
        "family_knows": "agrees",
    } | changes
