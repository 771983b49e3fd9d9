"""Step-downs and domestic abuse notifications for tests."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.actions.queueing import run
from audit.models import Job
from localities.models import Agency
from referrals.actions.doors.notifying import notify
from referrals.actions.doors.stepping_down import step_down
from referrals.models import KeyAdult, Referral
from tests.cast import PASSWORD, World, arranged
from tests.referrals.api import the_police
from tests.referrals.requests import CHILD

PLAN = [
    {"what": "Speech therapy referral", "who": "Health visitor", "by_when": date(2026, 12, 10)},
    {"what": "Bedtime routine", "who": "", "by_when": None},
]
HANDOVER: dict[str, Any] = {
    "social_worker": "Wren Walker",
    "social_worker_phone": "01632 960444",
    "social_worker_email": "",
    "last_meeting_on": date(2026, 11, 3),
    "plan": "Four visits done, two to come",
}
INCIDENT: dict[str, Any] = {
    "incident_on": date(2026, 11, 22),
    "incident_time": None,
    "incident_reference": "INC-77812",
    "reported": "Shouting and a broken door were heard for an hour",
    "reported_by": "A neighbour who rang 999",
    "children_were": "saw",
    "risk": "medium",
    "safety_plan": "no",
    "harmed": "",
    "perpetrator_is": "described",
    "perpetrator_name": "Emeka Nowak",
    "perpetrator_relationship": "Father",
    "perpetrator_born": None,
    "works_at_school": "no",
    "works_at": None,
}
PUPIL = CHILD | {"school_name": "Hawthorn Primary School"}


def make_step_down(
    world: World, *people: dict[str, Any], outstanding: Any = PLAN, **facts: Any
) -> Referral:
    """A step-down of Amara Okafor that the MASH's social worker writes."""
    by = facts.pop("by", world.social_worker)
    handover = HANDOVER | facts.pop("handover", {})
    defaults: dict[str, Any] = {
        "worries": "The risk is lower and the routines still slip",
        "family_knows": "agrees",
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
    }
    with acting_as(by):
        return step_down(
            by=by,
            people=people or (CHILD,),
            handover=handover,
            outstanding=outstanding,
            **(defaults | facts),
        )


def make_notification(
    world: World, *people: dict[str, Any], by: Any = None, at: datetime | None = None, **said: Any
) -> Referral:
    """A notification about Amara Okafor of Hawthorn Primary School."""
    by = by or world.desk
    facts = {name: said.pop(name) for name in ("urgent", "postcode", "address") if name in said}
    defaults: dict[str, Any] = {
        "sender_name": "PC Poll",
        "sender_phone": "01632 960999",
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
    }
    with acting_as(by):
        return notify(
            by=by,
            people=people or (PUPIL,),
            incident=INCIDENT | said,
            at=at,
            **(defaults | facts),
        )


def schools_told(referral: Referral) -> None:
    """Do the job that tells the schools."""
    run(Job.objects.get(key=f"schools of {referral.reference}").pk)


def arranged_notification(world: World, *people: dict[str, Any], **said: Any) -> Referral:
    referral = make_notification(world, *people, **said)
    schools_told(referral)
    return referral


@arranged
def name_key_adult(school: Agency | None, user: User, deputy: User | None = None) -> KeyAdult:
    assert school is not None
    return KeyAdult.objects.create(
        school=school, user=user, deputy=deputy, from_date=timezone.localdate()
    )


@arranged
def an_account(name: str, email: str, role: str, agency: Agency | None) -> User:
    return User.objects.create_user(email, PASSWORD, name=name, role=role, agency=agency)


@arranged
def police_officer() -> User:
    return an_account("Pol Officer", "police@example.org", "partner_practitioner", the_police())


def mails() -> list[dict[str, Any]]:
    with acting_as_system("looking"):
        return [job.payload for job in Job.objects.filter(kind="send_mail").order_by("pk")]


def typed_children(names: Iterable[str] = ("Amara",), school: str = "") -> dict[str, str]:
    names = list(names)
    sent = {"children-TOTAL_FORMS": str(len(names)), "children-INITIAL_FORMS": "0",
            "adults-TOTAL_FORMS": "1", "adults-INITIAL_FORMS": "0"}  # fmt: skip
    for number, name in enumerate(names):
        sent |= {
            f"children-{number}-given_name": name,
            f"children-{number}-family_name": "Okafor",
            f"children-{number}-school_name": school,
        }
    return sent


def typed_step_down(**changes: Any) -> dict[str, Any]:
    """What a browser sends from the page "Step-down from social care"."""
    return {
        "one_time_key": str(uuid4()),
        "social_worker": "Wren Walker",
        "social_worker_phone": "01632 960444",
        "social_worker_email": "",
        "last_meeting_on_day": "3",
        "last_meeting_on_month": "11",
        "last_meeting_on_year": "2026",
        **typed_children(),
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "worries": "The risk is lower",
        "going_well": "",
        "plan": "Four visits",
        "family_knows": "agrees",
        "actions-TOTAL_FORMS": "1",
        "actions-INITIAL_FORMS": "0",
        "actions-0-what": "Speech therapy referral",
        "actions-0-who": "",
    } | changes


def typed_notification(**changes: Any) -> dict[str, Any]:
    """What a browser sends from the page "Notify domestic abuse"."""
    return {
        "one_time_key": str(uuid4()),
        "sender_name": "PC Poll",
        "sender_phone": "01632 960999",
        "incident_on_day": "22",
        "incident_on_month": "11",
        "incident_on_year": "2026",
        "incident_time": "21:40",
        "incident_reference": "INC-77812",
        "reported": "Shouting was heard",
        "reported_by": "A neighbour",
        **typed_children(school="Hawthorn Primary School"),
        "children_were": "saw",
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "risk": "high",
        "safety_plan": "no",
        "harmed": "",
        "perpetrator_is": "described",
        "perpetrator_name": "Emeka Nowak",
        "perpetrator_relationship": "Father",
        "works_at_school": "no",
    } | changes
