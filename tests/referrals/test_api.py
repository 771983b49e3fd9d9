"""Requests for support from another system: received once, named in its mistakes, read back."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as, acting_as_system
from accounts.models import ApiToken
from audit.actions.answering import LASTS, forget_old_answers
from audit.models import Event, Job, KeptAnswer, Look
from audit.refusal import Refused
from referrals.actions import asking_back
from referrals.actions.doors.receiving import receive
from referrals.actions.doors.replying import _token, confirm
from referrals.actions.screening import take
from referrals.answering_words import OUTCOMES
from referrals.api.reading import request_in
from referrals.models import Answer, Outcome, Referral, ReferralPerson, ReplyPath
from referrals.queries.answers import unanswered
from tests.cast import World
from tests.referrals.api import (
    CHILD,
    MOTHER,
    PROBLEM,
    REFERRALS,
    System,
    a_request,
    errors_of,
    system_of,
)
from tests.referrals.requests import SAID, decided


@pytest.fixture
def school(world: World) -> System:
    return system_of(world.school_agency)


def test_a_request_is_received_by_the_one_door(world: World, school: System) -> None:
    child = CHILD | {"nhs_number": "943 476 5919", "sex": "F"}
    answer = school.send(people=[child, MOTHER], external_reference="SG-1042", urgent=True)
    assert answer.status_code == 201, answer.content
    said = answer.json()
    referral = Referral.objects.get()
    assert said["id"] == said["external_reference"].replace("SG-1042", referral.reference)
    assert answer["Location"] == f"http://testserver{REFERRALS}{referral.reference}/"
    assert (said["status"], said["status_words"]) == ("received", "Received")
    assert "999" in said["in_danger"]
    assert world.authority.mash_phone in said["in_danger"]
    assert (referral.door, referral.sender, referral.source_code) == ("api", "school", "2A")
    assert (referral.sender_agency, referral.locality) == (world.school_agency, world.bilston)
    assert referral.urgent
    names = list(referral.people.values_list("given_name", "kind", "nhs_number"))
    assert names == [("Amara", "child", "9434765919"), ("Ngozi", "adult", "")]
    assert Event.objects.get(verb="request.received").actor_name.startswith("Hawthorn")


def test_the_census_code_may_be_said(world: World, school: System) -> None:
    assert school.send(source_code="3C").status_code == 201
    assert Referral.objects.get().source_code == "3C"


def test_what_has_mistakes_names_each_field_and_writes_nothing(school: System) -> None:
    wrong = a_request(
        CHILD | {"date_of_birth": "2100-01-01"},
        MOTHER | {"date_of_birth": "2024-01-01", "nhs_number": "943 476 5918"},
        {"kind": "child"},
        {"kind": "unborn", "expected_on": "2020-01-01", "family_name": "Okafor"},
        sender_name="",
        sender_phone="",
        family_knows="not_told",
        postcode="Bilston",
    )
    answer = school.post(REFERRALS, wrong)
    assert answer.status_code == 400
    errors = errors_of(answer)
    assert set(errors) == {
        "sender_name", "sender_phone", "why_not", "postcode", "people[0].date_of_birth",
        "people[1].date_of_birth", "people[1].nhs_number", "people[2].given_name",
        "people[3].expected_on",
    }  # fmt: skip
    assert errors["people[2].given_name"] == "Enter the child’s first name, or last name, or both."
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"people": []}, "people"),
        ({"people": None}, "people"),
        ({"people": {}}, "people"),
        ({"people": ["Amara"]}, "people[0]"),
        ({"people": [MOTHER]}, "people"),
        ({"people": [CHILD] * 31}, "people"),
        ({"people": [CHILD, CHILD | {"date_of_birth": "27/3/2016"}]}, "people[1].date_of_birth"),
        ({"people": [CHILD | {"date_of_birth": "2016-02-30"}]}, "people[0].date_of_birth"),
        ({"people": [CHILD | {"date_of_birth": "0001-01-01"}]}, "people[0].date_of_birth"),
        ({"people": [CHILD | {"date_of_birth": 20160327}]}, "people[0].date_of_birth"),
        ({"people": [CHILD | {"sex": "girl"}]}, "people[0].sex"),
        ({"people": [CHILD | {"surname": "Okafor"}]}, "people[0].surname"),
        ({"people": [CHILD | {"given_name": "A\x00"}]}, "people[0].given_name"),
        ({"people": [CHILD | {"given_name": "\ud800"}]}, "people[0].given_name"),
        ({"people": [CHILD | {"given_name": 7}]}, "people[0].given_name"),
        ({"people": [CHILD | {"given_name": "A" * 101}]}, "people[0].given_name"),
        ({"people": [CHILD | {"upn": "A123"}]}, "people[0].upn"),
        ({"worries": "  "}, "worries"),
        ({"worries": "x" * 4001}, "worries"),
        ({"family_knows": "perhaps"}, "family_knows"),
        ({"urgent": "yes"}, "urgent"),
        ({"reasons": ["shoes"]}, "reasons[0]"),
        ({"reasons": "education"}, "reasons"),
        ({"sender": "king"}, "sender"),
        ({"source_code": "99"}, "source_code"),
        ({"sender_email": "sam"}, "sender_email"),
        ({"address_kind": "castle"}, "address_kind"),
        ({"famly_knows": "agrees"}, "famly_knows"),
    ],
)
def test_each_mistake_is_named_by_its_path(
    school: System, change: dict[str, Any], field: str
) -> None:
    answer = school.send(**change)
    assert answer.status_code == 400, answer.content
    assert list(errors_of(answer)) == [field]
    assert not Referral.objects.exists()


dates: Any = st.none() | st.dates(date(1890, 1, 1), date(2040, 1, 1))
people: Any = st.builds(
    dict,
    kind=st.sampled_from(ReferralPerson.Kind.values),
    given_name=st.sampled_from(["", "Amara"]),
    family_name=st.sampled_from(["", "Okafor"]),
    date_of_birth=dates,
    expected_on=dates,
    nhs_number=st.sampled_from(["", "9434765919", "9434765918"]),
    upn=st.sampled_from(["", "A801200001001", "B801200001001"]),
)
facts: Any = st.builds(
    dict,
    people=st.lists(people, min_size=1, max_size=4),
    sender=st.sampled_from(Referral.Sender.values),
    sender_name=st.sampled_from(["", "Sam"]),
    sender_phone=st.sampled_from(["", "01632 960100"]),
    sender_email=st.just(""),
    family_knows=st.sampled_from(Referral.Knows.values),
    why_not=st.sampled_from(["", "He is not safe"]),
    safe_way=st.sampled_from(["", *Referral.SafeWay.values]),
    safe_way_words=st.sampled_from(["", "01632 960301"]),
    postcode=st.sampled_from(["", "WV14 0AA"]),
    reasons=st.just([]),
    worries=st.just("x"),
)


@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(body=facts)
def test_the_api_says_what_receiving_refuses_and_no_more(
    world: World, body: dict[str, Any]
) -> None:
    """The same sentences at every door: a property over plausible and implausible requests."""
    said: list[str] = []
    try:
        request_in(body, agency=world.school_agency, today=timezone.localdate())
    except Exception as mistakes:  # noqa: BLE001  its type is asked below
        said = sorted(mistakes.fields.values())  # type: ignore[attr-defined]
    refused: list[str] = []
    try:
        with acting_as_system("x"):
            receive(by=None, door="api", **body)
    except Refused as refusal:
        refused = sorted(refusal.reasons)
    assert said == refused


# The key that makes a repeated request have one effect.


def test_the_same_request_again_is_answered_again_and_received_once(school: System) -> None:
    first = school.send(key="k-1")
    again = school.send(key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first["Location"]) == (again.content, again["Location"])
    assert Referral.objects.count() == 1


def test_how_the_json_is_written_makes_no_other_request(school: System) -> None:
    body = a_request()
    first = school.post(REFERRALS, json.dumps(body), Idempotency_Key="k")
    turned = json.dumps(dict(reversed(body.items())), indent=2)
    assert school.post(REFERRALS, turned, Idempotency_Key="k").content == first.content
    assert Referral.objects.count() == 1


def test_the_key_with_another_request_is_refused(school: System) -> None:
    school.send(key="k-1")
    answer = school.send(key="k-1", worries="Something else")
    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert Referral.objects.count() == 1


def test_without_a_key_each_is_a_request(school: System) -> None:
    assert [school.send().status_code for _ in range(2)] == [201, 201]
    assert Referral.objects.count() == 2


def test_a_refused_request_takes_no_key(school: System) -> None:
    assert school.send(key="k", worries="").status_code == 400
    assert school.send(key="k", people=[MOTHER]).status_code == 400
    assert school.send(key="k").status_code == 201


def test_keys_are_each_tokens_own(world: World, school: System) -> None:
    other = system_of(world.other_school)
    assert school.send(key="k").json()["id"] != other.send(key="k").json()["id"]


@pytest.mark.parametrize("key", ["x" * 256, "two words", "né", " "])
def test_a_key_that_cannot_be_one_is_named(school: System, key: str) -> None:
    answer = school.post(REFERRALS, a_request(), Idempotency_Key=key)
    assert list(errors_of(answer)) == ["Idempotency-Key"]
    assert not Referral.objects.exists()


def test_answers_are_kept_for_their_time(school: System) -> None:
    school.send(key="k")
    assert forget_old_answers() == 0
    assert timedelta(hours=24) < LASTS
    KeptAnswer.objects.update(kept_at=timezone.now() - LASTS - timedelta(minutes=1))
    assert forget_old_answers() == 1


# What is read back.


def test_how_it_stands_as_far_as_its_sender_may_know(world: World, school: System) -> None:
    first = school.send()
    place = first.headers["Location"]
    assert school.get(place).json()["received_at"] == first.json()["received_at"]
    referral = Referral.objects.get()

    def stands() -> tuple[str, str]:
        said = school.get(place).json()
        return said["status"], said["status_words"]

    assert stands() == ("received", "Received")
    with acting_as(world.desk):
        take(referral=referral, by=world.desk)
    assert stands() == ("being_looked_into", "Being looked into")
    referral.refresh_from_db()
    decided(referral, world.desk)
    assert stands() == ("looked_at", "Looked at")
    look = Look.objects.filter(kind=Look.Kind.OPENED).latest("id")
    assert (look.actor_name, referral.reference in look.what) == (
        "Hawthorn Primary School: its systems",
        True,
    )


def test_a_system_reads_what_the_desk_asks_while_it_waits(world: World, school: System) -> None:
    place = school.send().headers["Location"]
    referral = Referral.objects.get()

    def asked() -> list[tuple[str, str, str | None]]:
        said = [school.get(place).json(), school.get("/api/v1/referrals/").json()["results"][0]]
        return [(one["status"], one["question"], one["answer_by"]) for one in said]

    assert asked() == [("received", "", None)] * 2
    decided(referral, world.desk, Outcome.MORE_INFORMATION, None)
    words = SAID[Outcome.MORE_INFORMATION]
    said = ("asked", words["question"], words["answer_by"].isoformat())
    assert asked() == [said] * 2
    with acting_as(world.desk):
        asking_back.answer(referral=referral, words="With their aunt", by=world.desk)
    assert asked() == [("being_looked_into", "", None)] * 2


def test_a_system_reads_what_was_decided_and_nobody_writes_to_its_account(
    world: World, school: System
) -> None:
    place = school.send().headers["Location"]
    assert school.get(place).json()["answer"] == []
    referral = Referral.objects.get()
    decided(referral, world.desk, told="A mentor rings on Friday.")
    said = " ".join(school.get(place).json()["answer"])
    assert OUTCOMES[Outcome.EARLY_HELP] in said
    assert "A mentor rings on Friday." in said
    assert not Job.objects.filter(kind="send_mail").exists()
    with acting_as(world.desk):
        assert not unanswered(world.desk).exists()
        ways = list(Answer.objects.order_by("pk").values_list("event", "who", "way"))
    assert ways == [("received", "professional", "page"), ("decided", "professional", "page")]


def test_whoever_is_named_as_the_sender_gets_letters_once_the_address_is_theirs(
    world: World, school: System
) -> None:
    missing = errors_of(school.send(write_to_sender=True))
    assert list(missing) == ["sender_email"]
    school.send(write_to_sender=True, sender_email="sam@hawthorn.example.org", key="once")
    school.send(write_to_sender=True, sender_email="sam@hawthorn.example.org", key="once")
    with acting_as_system("looking at a test"):
        path = ReplyPath.objects.get()
        assert (path.email, path.confirmed_at) == ("sam@hawthorn.example.org", None)
        assert Job.objects.filter(kind="ask_to_confirm").count() == 1
        referral = Referral.objects.get()
        assert confirm(_token(path))
        decided(referral, world.desk, told="A mentor rings on Friday.")
    [letter] = [job.payload for job in Job.objects.filter(kind="send_mail")]
    assert letter["to"] == ["sam@hawthorn.example.org"]
    assert "A mentor rings on Friday." in letter["text"]
    assert "Your own system shows how it stands" in letter["text"]


def test_nothing_of_anybody_is_read_back(school: System) -> None:
    place = school.send().headers["Location"]
    for answer in (school.get(place), school.get(REFERRALS)):
        text = answer.content.decode()
        for word in ("Amara", "Okafor", "hungry", "Street", "known", "locality"):
            assert word not in text


def test_of_others_there_is_nothing(world: World, school: System) -> None:
    """Not of another agency, not of a colleague's own, and the desk reads on its pages."""
    reference = school.send().json()["id"]
    desk = system_of(world.council, "referrals:read", user=world.desk)
    others = [
        system_of(world.other_school),
        system_of(world.school_agency, user=world.school),
        desk,
    ]
    for other in others:
        answer = other.get(f"{REFERRALS}{reference}/")
        nothing = other.get(f"{REFERRALS}RQ-2026-99999/")
        assert (answer.status_code, nothing.status_code) == (404, 404)
        assert answer.content == nothing.content
        assert other.get(REFERRALS).json()["results"] == []


def test_another_token_of_the_agency_reads_on(world: World, school: System) -> None:
    reference = school.send().json()["id"]
    newer = system_of(world.school_agency)
    assert newer.get(f"{REFERRALS}{reference}/").status_code == 200


def test_the_list_is_paged_and_filtered(world: World, school: System) -> None:
    with acting_as_system("arranging"):
        account = ApiToken.objects.get().user
        for number in range(120):
            receive(
                by=None,
                door="api",
                at=timezone.now() - timedelta(hours=number),
                people=[{"given_name": "A"}],
                sender="parent",
                family_knows="agrees",
                worries="x",
                sender_user=account,
                sender_agency=world.school_agency,
            )
    seen, page = [], school.get(REFERRALS).json()
    while True:
        seen += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        assert "Okafor" not in page["next"]
        page = school.client.get(page["next"], headers=school.headers).json()
    assert len(seen) == len(set(seen)) == 120
    moment = (timezone.now() - timedelta(hours=9, minutes=30)).isoformat()
    after = school.get(REFERRALS, received_after=moment).json()["results"]
    assert len(after) == 10
    before = school.get(REFERRALS, received_before=moment).json()["results"]
    assert {row["id"] for row in before}.isdisjoint(row["id"] for row in after)
    assert len(school.get(REFERRALS, status="received").json()["results"]) == 50
    assert school.get(REFERRALS, status="looked_at").json()["results"] == []


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_a_list_costs_as_many_queries_however_long(world: World, school: System, rows: int) -> None:
    for _ in range(rows):
        school.send()
    school.get(REFERRALS)
    with CaptureQueriesContext(connection) as asked:
        school.get(REFERRALS)
    assert len(asked) == 9


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"received_after": "yesterday"}, "received_after"),
        ({"received_before": "9999-12-31T23:59:59-14:00"}, "received_before"),
        ({"received_after": "0001-01-01T00:00:00+14:00"}, "received_after"),
        ({"received_after": "\x00"}, "received_after"),
        ({"received_after": "2026-11-26"}, "received_after"),
        ({"received_after": "2026-11-26T09:00:00"}, "received_after"),
        ({"received_after": ""}, "received_after"),
        ({"status": " "}, "status"),
        ({"status": "known"}, "status"),
    ],
)
def test_a_filter_that_cannot_be_is_named(
    school: System, query: dict[str, str], field: str
) -> None:
    answer = school.get(REFERRALS, **query)
    assert answer.status_code == 400, answer.content
    assert list(errors_of(answer)) == [field]


@pytest.mark.parametrize(
    "cursor", ["x", "cD1qdW5r", "bz0xJnA9anVuaw==", "cD0lMDA=", "cD05OTk5LTEyLTMxKzk5OjAw", "é"]
)
def test_a_cursor_somebody_wrote_leads_nowhere(school: System, cursor: str) -> None:
    answer = school.get(REFERRALS, cursor=cursor)
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


# Who may, and how it is refused.


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("referrals:write", "post", REFERRALS),
        ("referrals:read", "get", REFERRALS),
        ("referrals:read", "get", f"{REFERRALS}RQ-2026-00001/"),
        ("matches:read", "post", "/api/v1/matches/"),
        ("figures:read", "get", "/api/v1/measures/"),
    ],
)
def test_a_token_without_the_scope_is_told_which(
    world: World, scope: str, method: str, path: str
) -> None:
    others = {"referrals:write", "referrals:read", "matches:read", "figures:read"} - {scope}
    _, text = ApiToken.make(user=world.head, name="x", scopes=others)
    system = System(text)
    answer = system.get(path) if method == "get" else system.post(path, {})
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert scope in answer.json()["detail"]


def test_an_account_without_a_role_or_agency_sends_nothing(world: World) -> None:
    _, text = ApiToken.make(user=world.nobody, name="x", scopes=["referrals:write"])
    assert System(text).send().status_code == 404
    type(world.school).objects.filter(pk=world.school.pk).update(agency=None)
    world.school.refresh_from_db()
    _, text = ApiToken.make(user=world.school, name="x", scopes=["referrals:write"])
    answer = System(text).send()
    assert (answer.status_code, answer["Content-Type"]) == (409, PROBLEM)
    assert "administrator" in answer.json()["detail"]


def test_whoever_is_signed_out_signs_in(client: Client, world: World) -> None:
    for path in (REFERRALS, f"{REFERRALS}x/", "/api/v1/codes/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
        assert "Authorization: Token" in answer.json()["detail"]


BAD_BODIES: dict[str, tuple[bytes, str, int]] = {
    "not JSON": (b"{", "application/json", 400),
    "empty": (b"", "application/json", 400),
    "a list": (b"[]", "application/json", 400),
    "a number": (b"1", "application/json", 400),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "application/json", 400),
    "deep in a field": (
        b'{"people": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001, "application/json", 400),
    "a huge number": (b'{"worries": ' + b"9" * 10_000 + b"}", "application/json", 400),
    "no such number": (b'{"worries": NaN}', "application/json", 400),
    "twice": (b'{"worries": "a", "worries": "b"}', "application/json", 400),
    "latin": ("{\"worries\": \"é\"}".encode("latin-1"), "application/json", 400),
    "utf-16": ("{}".encode("utf-16"), "application/json", 400),
    "said to be utf-16": ("{}".encode("utf-16"), "application/json; charset=utf-16", 415),
    "a strange charset": (b"{}", "application/json; charset=zlib_codec", 415),
    "a form": (b"worries=x", "application/x-www-form-urlencoded", 415),
    "xml": (b"<x/>", "application/xml", 415),
    "no type": (b"{}", "", 415),
    "an odd type": (b"{}", "application", 415),
    "too large": (b'{"worries": "' + b"x" * 600_000 + b'"}', "application/json", 413),
    "huge": (b'{"worries": "' + b"x" * 3_000_000 + b'"}', "application/json", 413),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BODIES)
@pytest.mark.parametrize("path", [REFERRALS, "/api/v1/localities/"])
def test_a_body_that_cannot_be_read(school: System, name: str, path: str) -> None:
    body, kind, status = BAD_BODIES[name]
    answer = school.client.generic("POST", path, body, kind, headers=school.headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), answer.content
    assert (status == 415) == ("Content-Type: application/json" in answer.json()["detail"])
    assert not Referral.objects.exists()


def test_a_body_in_pieces_is_not_taken_for_none(school: System) -> None:
    answer = school.client.generic(
        "POST", REFERRALS, b"", "application/json",
        headers={**school.headers, "Transfer-Encoding": "chunked"}, CONTENT_LENGTH="",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "Content-Length" in answer.json()["detail"]


def test_methods_formats_and_addresses_there_are_not(school: System) -> None:
    headers = school.headers
    for answer, status in (
        (school.client.put(REFERRALS, headers=headers), 405),
        (school.client.delete(f"{REFERRALS}x/", headers=headers), 405),
        (school.client.get(REFERRALS, headers={**headers, "Accept": "text/csv"}), 406),
        (school.client.get("/api/v1/cases/", headers=headers), 404),
        (school.client.get("/api/v2/", headers=headers), 404),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)


@pytest.mark.parametrize("path", ["/api/v1/referrals", "/api/v1/matches", "/api/v1/cases/"])
def test_what_is_sent_to_an_address_there_is_not_is_told_so(school: System, path: str) -> None:
    """As another system sends it, which has none of the tokens of our forms."""
    sent = Client(enforce_csrf_checks=True).post(
        path, {}, content_type="application/json", headers=school.headers
    )
    assert (sent.status_code, sent["Content-Type"]) == (404, PROBLEM)
    assert "addresses end with" in sent.json()["detail"]


def test_each_token_is_limited_by_itself(world: World, school: System, settings: Any) -> None:
    settings.API_CALLS_AN_HOUR = 3
    other = system_of(world.other_school)
    assert [school.get(REFERRALS).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = school.send()
    assert (answer.status_code, answer["Content-Type"]) == (429, PROBLEM)
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert other.send().status_code == 201


def test_a_broker_that_is_down_stops_no_door(
    school: System, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from celery import current_app

    from audit.models import Job

    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(current_app, "send_task", down)
    with django_capture_on_commit_callbacks(execute=True) as woken:
        assert school.send(key="k").status_code == 201
    assert woken
    assert Job.objects.filter(kind="screen_request", state="waiting").count() == 1
