"""What other systems send in tests."""

import json
from typing import Any

from django.test import Client

from accounts.actions.issuing import issue
from accounts.models import User
from localities.models import Agency
from tests.cast import World, arranged

REFERRALS = "/api/v1/referrals/"
NOTIFICATIONS = "/api/v1/notifications/"
STEP_DOWNS = "/api/v1/step-downs/"
MATCHES = "/api/v1/matches/"
SENDS = ("referrals:write", "referrals:read")
PROBLEM = "application/problem+json"

CHILD: dict[str, Any] = {
    "kind": "child",
    "given_name": "Amara",
    "family_name": "Okafor",
    "date_of_birth": "2016-03-27",
}
UNDATED = {"given_name": "Amara", "family_name": "Okafor"}
MOTHER: dict[str, Any] = {
    "kind": "adult",
    "given_name": "Ngozi",
    "family_name": "Okafor",
    "relationship": "Mother",
}


def a_request(*people: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a school's system sends about Amara Okafor, or as said."""
    return {
        "people": list(people) or [CHILD, MOTHER],
        "sender_name": "Sam School",
        "sender_phone": "01632 960100",
        "worries": "Late and hungry on most mornings",
        "family_knows": "agrees",
        "address": "1 Test Street",
        "postcode": "wv14 0aa",
    } | changes


def a_notification(*people: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a system of the police sends: the same as `kinds.typed_notification` types."""
    return {
        "sender_name": "PC Poll",
        "sender_phone": "01632 960999",
        "incident_on": "2026-11-22",
        "incident_time": "21:40",
        "incident_reference": "INC-77812",
        "reported": "Shouting was heard",
        "reported_by": "A neighbour",
        "people": list(people) or [UNDATED | {"school_name": "Hawthorn Primary School"}],
        "children_were": "saw",
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "risk": "high",
        "safety_plan": "no",
        "perpetrator_is": "described",
        "perpetrator_name": "Emeka Nowak",
        "perpetrator_relationship": "Father",
        "works_at_school": "no",
    } | changes


def a_step_down(*people: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What a system of social care sends: the same as `kinds.typed_step_down` types."""
    return {
        "social_worker": "Wren Walker",
        "social_worker_phone": "01632 960444",
        "last_meeting_on": "2026-11-03",
        "people": list(people) or [UNDATED],
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "worries": "The risk is lower",
        "plan": "Four visits",
        "family_knows": "agrees",
        "outstanding": [{"what": "Speech therapy referral"}],
    } | changes


class System:
    """Another system, with its token."""

    def __init__(self, text: str) -> None:
        self.headers = {"Authorization": f"Token {text}"}
        self.client = Client(raise_request_exception=False)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.post(
            path,
            data,
            content_type="application/json",
            headers={**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}},
        )

    def send(self, *, key: str = "", **changes: Any) -> Any:
        headers = {"Idempotency_Key": key} if key else {}
        return self.post(REFERRALS, a_request(**changes), **headers)

    def get(self, path: str, **query: str) -> Any:
        return self.client.get(path, query, headers=self.headers)


@arranged
def the_police() -> Agency:
    return Agency.objects.get_or_create(name="Wolvermere Police", kind=Agency.Kind.POLICE)[0]


@arranged
def token_of(agency: Agency, *scopes: str, user: User | None = None, **more: Any) -> str:
    return issue(
        name="A system", agency=agency, scopes=scopes or SENDS, by=None, user=user, **more
    )[1]


def system_of(agency: Agency, *scopes: str, user: User | None = None, **more: Any) -> System:
    return System(token_of(agency, *scopes, user=user, **more))


def desk_system(world: World) -> System:
    return system_of(world.council, "matches:read", user=world.desk)


def errors_of(answer: Any) -> dict[str, str]:
    """The fields of a problem document, each with its sentence."""
    assert answer["Content-Type"] == PROBLEM, answer.content
    return {error["field"]: error["detail"] for error in answer.json()["errors"]}
