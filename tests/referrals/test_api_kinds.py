"""Notifications and step-downs from other systems: who may, and the same as by their pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as, acting_as_system
from accounts.actions.issuing import account_of, issue, revoke
from accounts.models import ApiToken
from audit.models import Event, Job
from audit.refusal import Refused
from localities.models import Agency
from referrals.actions.doors.notifying import NOT_WHOLE
from referrals.models import (
    Notification,
    OutstandingAction,
    Referral,
    ReferralPerson,
    SchoolNotice,
    StepDownRequest,
)
from referrals.queries import Filters, board
from referrals.queries.notifications import marac_route
from tests.cast import World, make_family
from tests.referrals.api import (
    CHILD,
    MOTHER,
    NOTIFICATIONS,
    PROBLEM,
    REFERRALS,
    STEP_DOWNS,
    UNDATED,
    System,
    a_notification,
    a_step_down,
    errors_of,
    system_of,
    the_police,
)
from tests.referrals.kinds import (
    an_account,
    mails,
    name_key_adult,
    police_officer,
    schools_told,
    typed_notification,
    typed_step_down,
)
from tests.referrals.requests import decided

BODIES: dict[str, Callable[..., dict[str, Any]]] = {
    NOTIFICATIONS: a_notification,
    STEP_DOWNS: a_step_down,
}
SCOPES = {NOTIFICATIONS: "notifications:write", STEP_DOWNS: "step-downs:write"}
KINDS = list(BODIES)


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.actions.queueing.wake", lambda job_id: None)


@pytest.fixture
def police(world: World) -> System:
    return system_of(the_police(), "notifications:write", "referrals:read")


@pytest.fixture
def social_care(world: World) -> System:
    return system_of(world.council, "step-downs:write", "referrals:read")


def right_agency(world: World, path: str) -> Agency:
    return the_police() if path == NOTIFICATIONS else world.council


# Who may, and what whoever may not learns.


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("right agency", 201),
        ("wrong agency", 404),
        ("a school", 404),
        ("no scope", 403),
        ("revoked", 401),
    ],
)
def test_who_may_and_nobody_learns_whether_a_family_is_known(
    world: World, path: str, who: str, status: int
) -> None:
    make_family(world)
    known = {"given_name": "Child1", "family_name": "Okafor", "date_of_birth": "2015-03-02"}
    right, scope = right_agency(world, path), SCOPES[path]
    wrong = {the_police().pk: world.council, world.council.pk: the_police()}[right.pk]
    with acting_as_system("arranging a test"):
        agency = {"wrong agency": wrong, "a school": world.school_agency}.get(who, right)
        scopes = ["referrals:write", "referrals:read"] if who == "no scope" else [scope]
        token, text = ApiToken.make(user=account_of(agency), name="x", scopes=scopes)
        if who == "revoked":
            revoke(token=token, by=None)
    answers = [System(text).post(path, BODIES[path](child)) for child in (UNDATED, known)]
    assert [answer.status_code for answer in answers] == [status, status]
    said = [answer.json() for answer in answers]
    if status == 201:
        said = [each | {"id": "", "received_at": ""} for each in said]
    else:
        assert answers[0]["Content-Type"] == PROBLEM
        assert not Referral.objects.exists()
        assert not Event.objects.filter(verb="request.received").exists()
    assert said[0] == said[1]
    assert "Okafor" not in str(said)


@pytest.mark.parametrize("path", KINDS)
def test_a_token_for_it_is_made_for_its_agencies_alone(world: World, path: str) -> None:
    scope, right = SCOPES[path], right_agency(world, path)
    for agency in (the_police(), world.council, world.school_agency):
        if agency == right:
            assert issue(name="x", agency=agency, scopes=[scope], by=world.admin)
        else:
            with pytest.raises(Refused, match="is for agencies of the kind"):
                issue(name="x", agency=agency, scopes=[scope], by=world.admin)


def test_a_persons_account_needs_to_be_let_in_by_the_page_as_well(world: World) -> None:
    contact = an_account("Con Tact", "police.contact@example.org", "agency_contact", the_police())
    for user, agency, scope in (
        (contact, the_police(), "notifications:write"),
        (world.practitioner, world.council, "step-downs:write"),
    ):
        with pytest.raises(Refused, match="needs an account that may"):
            issue(name="x", agency=agency, scopes=[scope], by=world.admin, user=user)
        with acting_as_system("arranging a test"):
            _, text = ApiToken.make(user=user, name="x", scopes=[scope], agency=agency)
        path = NOTIFICATIONS if agency != world.council else STEP_DOWNS
        assert System(text).post(path, BODIES[path]()).status_code == 404
    officer = police_officer()
    token = system_of(the_police(), "notifications:write", user=officer)
    assert token.post(NOTIFICATIONS, a_notification()).status_code == 201
    assert Referral.objects.get().sender_user == officer


def test_an_agency_that_is_of_another_kind_now_sends_no_more(world: World) -> None:
    police = system_of(the_police(), "notifications:write")
    Agency.objects.filter(name="Wolvermere Police").update(kind=Agency.Kind.OTHER)
    assert police.post(NOTIFICATIONS, a_notification()).status_code == 404


def test_the_desk_notifies_on_behalf_of_the_police_as_on_its_page(
    world: World, client: Client
) -> None:
    for who, user in world.people.items():
        client.force_login(user)
        for path, body in BODIES.items():
            answer = client.post(path, body(), content_type="application/json")
            allowed = who in {"desk", "social_worker", "head"}
            assert answer.status_code == (201 if allowed else 404), (who, path)
    with acting_as(world.desk):
        notified = Referral.objects.filter(kind=Referral.Kind.NOTIFICATION)
        assert {(row.source_code, row.sender_user) for row in notified} == {("6", None)}


# The same as by the page.

NOT_THE_SAME = {
    "id", "reference", "door", "received_at", "due_at", "sender_user", "made_in", "referral",
    "child", "external_reference", "sender_email", "shared_at",
}  # fmt: skip


def told(row: models.Model) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in NOT_THE_SAME}


def stored(door: str, *kinds: Any) -> dict[str, Any]:
    """Everything that was written of the request of this door."""
    with acting_as_system("looking"):
        referral = Referral.objects.get(door=door)
        rows = {"referral": [told(referral)]}
        for kind in (ReferralPerson, *kinds):
            found = kind._base_manager.filter(referral=referral).order_by("pk")
            rows[kind.__name__.lower()] = [told(row) for row in found]
        reference = referral.reference
        jobs = sorted(
            (job.kind, job.key.replace(reference, ""), job.payload.get("to"))
            for job in Job.objects.filter(key__contains=reference)
        )
        events = Event.objects.filter(subject_id=referral.pk, verb__startswith="request.")
        verbs = sorted(events.values_list("verb", flat=True))
    return rows | {"jobs": jobs, "verbs": verbs}


def test_a_notification_is_stored_as_if_it_were_typed(
    world: World, client: Client, police: System
) -> None:
    officer = police_officer()
    name_key_adult(world.school_agency, world.school)
    client.force_login(officer)
    assert client.post(reverse("notification-new"), typed_notification()).status_code == 302
    assert police.post(NOTIFICATIONS, a_notification()).status_code == 201
    with acting_as_system("looking"):
        for referral in Referral.objects.all():
            schools_told(referral)
    kinds = (Notification, SchoolNotice)
    by_hand, sent = stored("staff", *kinds), stored("api", *kinds)
    assert sent == by_hand
    assert sent["notification"][0]["risk"] == "high"
    assert sent["schoolnotice"][0]["user"] == world.school
    assert {kind for kind, _, _ in sent["jobs"]} >= {"send_mail", "tell_schools", "screen_request"}


def test_a_step_down_is_stored_as_if_it_were_typed(
    world: World, client: Client, social_care: System
) -> None:
    client.force_login(world.social_worker)
    assert client.post(reverse("step-down-new"), typed_step_down()).status_code == 302
    assert social_care.post(STEP_DOWNS, a_step_down()).status_code == 201
    kinds = (StepDownRequest, OutstandingAction)
    by_hand, sent = stored("staff", *kinds), stored("api", *kinds)
    assert sent == by_hand
    assert sent["referral"][0]["source_code"] == "5A"
    assert sent["outstandingaction"][0]["what"] == "Speech therapy referral"


def test_it_shows_on_the_board_and_its_page_with_its_own_fields(
    world: World, client: Client, police: System, social_care: System
) -> None:
    notified = police.post(NOTIFICATIONS, a_notification()).json()["id"]
    stepped = social_care.post(STEP_DOWNS, a_step_down()).json()["id"]
    with acting_as(world.desk):
        cards = {
            card.request.reference: card.kind
            for card in board(world.desk, Filters()).columns[0].cards
        }
    assert cards == {
        notified: "Domestic abuse notification, high risk",
        stepped: "Step-down from social care",
    }
    client.force_login(world.desk)
    page = client.get(reverse("request", args=[notified])).content.decode()
    for words in ("Shouting was heard", "Reported by A neighbour", "INC-77812", "Emeka Nowak",
                  "Wolvermere Police", "It has not been established as fact", "another system",
                  *marac_route()):  # fmt: skip
        assert words in page, words
    page = client.get(reverse("request", args=[stepped])).content.decode()
    for words in ("Wren Walker", "Speech therapy referral", "3 November 2026", "Four visits"):
        assert words in page


# What else holds for the page.


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"risk": "high"}, "Urgent: a notification of high risk"),
        ({"risk": "standard", "urgent": True}, "Urgent: somebody is in danger, a request says"),
        ({"risk": "high", "urgent": True}, "Urgent: somebody is in danger, a request says"),
        ({"risk": "medium"}, ""),
    ],
)
def test_duty_is_told_of_danger_and_of_high_risk_once(
    world: World, police: System, changes: dict[str, Any], subject: str
) -> None:
    said = police.post(NOTIFICATIONS, a_notification(**changes)).json()
    high = changes["risk"] == "high"
    assert said["do_now"] == (marac_route() if high else [])
    letters = mails()
    assert [letter["subject"] for letter in letters] == ([subject] if subject else [])
    for word in ("Amara", "Okafor", "Nowak", "Shouting", "abuse"):
        assert word not in str(letters)


def test_a_step_down_in_danger_alerts_duty(world: World, social_care: System) -> None:
    social_care.post(STEP_DOWNS, a_step_down(urgent=True))
    assert [letter["to"] for letter in mails()] == [["desk@example.org"]]


def test_whom_it_names_finds_nothing_of_it(world: World, client: Client, police: System) -> None:
    namesake = an_account("Émeka Nowak", "emeka@example.org", "desk_worker", world.council)
    reference = police.post(NOTIFICATIONS, a_notification()).json()["id"]
    with acting_as(namesake):
        assert not Referral.objects.exists()
        assert not Notification.objects.exists()
    client.force_login(namesake)
    assert reference not in client.get(reverse("triage")).content.decode()
    assert client.get(reverse("request", args=[reference])).status_code == 404


def test_a_school_where_somebody_works_is_told_nothing(world: World, police: System) -> None:
    name_key_adult(world.school_agency, world.school)
    Agency.objects.filter(pk=world.school_agency.pk).update(urn="104310")
    for said in ("hawthorn primary school", "104310"):
        body = a_notification(works_at_school="yes", works_at=said)
        reference = police.post(NOTIFICATIONS, body).json()["id"]
        with acting_as_system("looking"):
            referral = Referral.objects.get(reference=reference)
            schools_told(referral)
            row = SchoolNotice.objects.get(referral=referral)
            assert (row.user, row.held_because) == (None, SchoolNotice.Held.STAFF)
            assert Notification.objects.get(referral=referral).works_at == world.school_agency


# What has mistakes.


@pytest.mark.parametrize("path", KINDS)
def test_an_empty_body_names_every_field_that_is_needed(
    world: World, police: System, social_care: System, path: str
) -> None:
    system = police if path == NOTIFICATIONS else social_care
    errors = errors_of(system.post(path, {}))
    needed = {
        NOTIFICATIONS: {*NOT_WHOLE, "sender_name", "sender_phone", "people"},
        STEP_DOWNS: {
            "social_worker", "last_meeting_on", "outstanding", "worries", "family_knows",
            "people",
        },
    }[path]  # fmt: skip
    assert set(errors) == needed
    assert errors.get("risk", "") in {"", f"{NOT_WHOLE['risk']}."}
    assert "This is needed." not in errors.values()
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("path", "change", "field"),
    [
        (NOTIFICATIONS, {"incident_on": "2999-01-01"}, "incident_on"),
        (NOTIFICATIONS, {"incident_on": "22/11/2026"}, "incident_on"),
        (NOTIFICATIONS, {"incident_on": None}, "incident_on"),
        (NOTIFICATIONS, {"incident_time": "late"}, "incident_time"),
        (NOTIFICATIONS, {"incident_time": "24:00"}, "incident_time"),
        (NOTIFICATIONS, {"incident_time": 2140}, "incident_time"),
        (NOTIFICATIONS, {"reported": " "}, "reported"),
        (NOTIFICATIONS, {"reported_by": ""}, "reported_by"),
        (NOTIFICATIONS, {"risk": "low"}, "risk"),
        (NOTIFICATIONS, {"risk": ""}, "risk"),
        (NOTIFICATIONS, {"safety_plan": True}, "safety_plan"),
        (NOTIFICATIONS, {"perpetrator_name": "", "perpetrator_relationship": ""},
         "perpetrator_name"),
        (NOTIFICATIONS, {"perpetrator_is": "unknown", "perpetrator_relationship": ""},
         "perpetrator_name"),
        (NOTIFICATIONS, {"works_at_school": "yes", "works_at": "Nowhere School"}, "works_at"),
        (NOTIFICATIONS, {"works_at_school": "no", "works_at": "Hawthorn Primary School"},
         "works_at"),
        (NOTIFICATIONS, {"worries": "x"}, "worries"),
        (NOTIFICATIONS, {"family_knows": "agrees"}, "family_knows"),
        (NOTIFICATIONS, {"postcode": "Bilston"}, "postcode"),
        (NOTIFICATIONS, {"people": [MOTHER]}, "people"),
        (NOTIFICATIONS, {"people": [CHILD | {"postcode": "Bilston"}]}, "people[0].postcode"),
        (NOTIFICATIONS, {"people": [CHILD | {"upn": "A123"}]}, "people[0].upn"),
        (NOTIFICATIONS, {"sender_phone": ""}, "sender_phone"),
        (STEP_DOWNS, {"social_worker": ""}, "social_worker"),
        (STEP_DOWNS, {"social_worker_phone": ""}, "social_worker_phone"),
        (STEP_DOWNS, {"social_worker_email": "wren"}, "social_worker_email"),
        (STEP_DOWNS, {"last_meeting_on": "2999-01-01"}, "last_meeting_on"),
        (STEP_DOWNS, {"last_meeting_on": ""}, "last_meeting_on"),
        (STEP_DOWNS, {"closes_on": "soon"}, "closes_on"),
        (STEP_DOWNS, {"outstanding": []}, "outstanding"),
        (STEP_DOWNS, {"outstanding": {}}, "outstanding"),
        (STEP_DOWNS, {"outstanding": [{"what": "a"}] * 21}, "outstanding"),
        (STEP_DOWNS, {"outstanding": [{"what": "a"}, {"who": "Gran"}]}, "outstanding[1].what"),
        (STEP_DOWNS, {"outstanding": [{"what": "a", "by_when": "x"}]}, "outstanding[0].by_when"),
        (STEP_DOWNS, {"family_knows": "not_told"}, "why_not"),
        (STEP_DOWNS, {"tried": "x"}, "tried"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_by_its_path(
    world: World,
    police: System,
    social_care: System,
    path: str,
    change: dict[str, Any],
    field: str,
) -> None:
    system = police if path == NOTIFICATIONS else social_care
    answer = system.post(path, BODIES[path](**change))
    assert answer.status_code == 400, answer.content
    assert list(errors_of(answer)) == [field]
    assert not Referral.objects.exists()


# Sent again, and read back.


@pytest.mark.parametrize("path", KINDS)
def test_the_same_again_is_answered_again_and_received_once(
    world: World, police: System, social_care: System, path: str
) -> None:
    system = police if path == NOTIFICATIONS else social_care
    first, again = (system.post(path, BODIES[path](), Idempotency_Key="k") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first["Location"]) == (again.content, again["Location"])
    assert Referral.objects.count() == 1
    other = system.post(path, BODIES[path](postcode=""), Idempotency_Key="k")
    assert other.status_code == 422


def test_one_list_of_everything_that_was_sent(world: World) -> None:
    """With its kind, how it stands, and nothing of anybody; of other agencies there is nothing."""
    police = system_of(the_police(), "notifications:write", "referrals:write", "referrals:read")
    place = police.post(NOTIFICATIONS, a_notification(external_reference="N-1"))["Location"]
    police.send()
    rows = police.get(REFERRALS).json()["results"]
    assert [row["kind"] for row in rows] == ["request", "notification"]
    only = police.get(REFERRALS, kind="notification").json()["results"]
    assert [row["external_reference"] for row in only] == ["N-1"]
    assert list(errors_of(police.get(REFERRALS, kind="crime"))) == ["kind"]
    assert police.get(place).json() == only[0]
    for word in ("Amara", "Okafor", "Shouting", "Nowak", "high", "INC", "Hawthorn", "WV14"):
        assert word not in str(rows)
    for other in (system_of(world.council, "referrals:read"), system_of(world.school_agency)):
        assert other.get(place).status_code == 404
        assert other.get(REFERRALS).json()["results"] == []


def test_the_police_read_no_more_than_their_page_says(world: World, police: System) -> None:
    """The family was not asked, so without a recorded basis nothing of the decision is told."""
    place = police.post(NOTIFICATIONS, a_notification())["Location"]
    decided(Referral.objects.get(), world.desk, told="A mentor rings on Friday.")
    said = police.get(place).json()
    assert (said["status"], said["answer"]) == ("looked_at", [])


def test_social_care_reads_what_was_decided_where_the_family_agreed(
    world: World, social_care: System
) -> None:
    place = social_care.post(STEP_DOWNS, a_step_down())["Location"]
    decided(Referral.objects.get(), world.desk, told="A mentor rings on Friday.")
    assert "A mentor rings on Friday." in " ".join(social_care.get(place).json()["answer"])


def test_the_codes_of_its_fields_are_listed(world: World, police: System) -> None:
    found = police.get("/api/v1/codes/").json()
    assert {"code": "saw", "words": "They saw or heard it"} in found["children_were"]
    for name in ("risk", "safety_plan", "perpetrator_is", "works_at_school", "request_kinds"):
        assert found[name]
