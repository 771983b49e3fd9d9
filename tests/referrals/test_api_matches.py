"""POST /matches/: the desk's systems ask whether a person is known; for others there is nothing."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import ApiToken
from audit.models import Look
from cases.models import Person
from tests.cast import World, make_family
from tests.referrals.api import (
    MATCHES,
    PROBLEM,
    System,
    desk_system,
    errors_of,
    system_of,
)

CHILD = {"given_name": "Child1", "family_name": "Okafor", "date_of_birth": "2015-03-02"}


@pytest.fixture
def desk(world: World) -> System:
    make_family(world, external_id="SG-7")
    return desk_system(world)


def test_the_strongest_first_with_reasons_in_words(desk: System) -> None:
    answer = desk.post(MATCHES, CHILD)
    assert answer.status_code == 200, answer.content
    said = answer.json()
    assert set(said) == {"verdict", "candidates"}
    assert said["verdict"] == "same person"
    first = said["candidates"][0]
    assert set(first) == {"person", "external_id", "score", "verdict", "reasons"}
    assert first["person"] == Person.objects.get(given_name="Child1").pk
    assert (first["external_id"], first["verdict"]) == ("SG-7", "same person")
    assert first["reasons"]
    scores = [candidate["score"] for candidate in said["candidates"]]
    assert scores == sorted(scores, reverse=True)


def test_possibly_and_nobody(desk: System) -> None:
    likely = {"given_name": "Child1", "family_name": "Okafor", "date_of_birth": "2015-02-03"}
    assert desk.post(MATCHES, likely).json()["verdict"] in {"possibly", "same person"}
    stranger = {"given_name": "Zoltan", "family_name": "Quill", "date_of_birth": "1950-01-01"}
    assert desk.post(MATCHES, stranger).json() == {"verdict": "none found", "candidates": []}


@pytest.mark.parametrize(
    "body",
    [
        {},
        dict.fromkeys(
            ("given_name", "family_name", "date_of_birth", "sex", "nhs_number", "upn", "address",
             "postcode", "external_id"),
        ),
        {"date_of_birth": "", "sex": ""},
        {"nhs_number": "943 476 5918", "upn": "not one", "postcode": "ZZ99 3VZ"},
        {"sex": "female", "given_name": "Ngozi", "family_name": "Okafor"},
        {"date_of_birth": "1900-01-01"},
        {"date_of_birth": "2199-12-31"},
        {"family_name": "O’Neill-Łoś 山田", "address": "1 Test Street"},
    ],
)  # fmt: skip
def test_every_column_may_be_left_out_or_wrong(desk: System, body: dict[str, Any]) -> None:
    answer = desk.post(MATCHES, body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["verdict"] in {"same person", "possibly", "none found"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"date_of_birth": "2/3/2015"}, "date_of_birth"),
        ({"sex": "girl"}, "sex"),
        ({"surname": "Okafor"}, "surname"),
        ({"given_name": ["A"]}, "given_name"),
        ({"family_name": "x" * 101}, "family_name"),
    ],
)
def test_what_cannot_be_read_is_named(desk: System, body: dict[str, Any], field: str) -> None:
    answer = desk.post(MATCHES, body)
    assert answer.status_code == 400
    assert list(errors_of(answer)) == [field]


def test_each_asking_is_written_down(world: World, desk: System) -> None:
    desk.post(MATCHES, CHILD)
    look = Look.objects.get(kind=Look.Kind.SEARCHED)
    assert look.actor_id == world.desk.pk
    assert "Okafor" in look.details["terms"]
    assert Person.objects.get(given_name="Child1").pk in look.details["shown"]


def test_only_for_those_who_may_triage(world: World) -> None:
    may = {"desk", "social_worker", "head"}
    for name, user in world.people.items():
        _, text = ApiToken.make(user=user, name="x", scopes=["matches:read"])
        answer = System(text).post(MATCHES, CHILD)
        assert answer.status_code == (200 if name in may else 404), name
        if name not in may:
            assert answer["Content-Type"] == PROBLEM
            assert "Okafor" not in answer.content.decode()


def test_an_agencys_own_system_never_asks(world: World) -> None:
    system = system_of(world.school_agency)
    assert system.post(MATCHES, CHILD).status_code == 403
    ApiToken.objects.update(scopes=["matches:read"])
    assert system.post(MATCHES, CHILD).status_code == 404


def test_somebody_signed_in_asks_as_themselves(world: World, client: Client) -> None:
    for who, status in (("desk", 200), ("school", 404)):
        client.force_login(world.people[who])
        answer = client.post(MATCHES, CHILD, content_type="application/json")
        assert answer.status_code == status


def test_a_script_of_another_site_asks_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.desk)
    answer = client.post(MATCHES, CHILD, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)


def test_an_asking_costs_as_many_queries_whomever_it_finds(
    world: World, desk: System, django_assert_max_num_queries: Any
) -> None:
    desk.post(MATCHES, CHILD)
    for count in (1, 3):
        for _ in range(count):
            make_family(world)
        with django_assert_max_num_queries(13):
            desk.post(MATCHES, CHILD)


# Code lists and localities: about nobody.


def test_codes_of_every_list(world: World, desk: System) -> None:
    found = desk.get("/api/v1/codes/").json()
    assert {"code": "2A", "words": "Schools"} in found["sources"]
    assert {"code": "bilston", "words": "Bilston"} in found["localities"]
    assert all(found[name] for name in found)
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("postcode", "slug"), [("wv140aa", "bilston"), ("WV10 9AA", "low-hill"), ("B1 1AA", None)]
)
def test_the_locality_of_a_postcode(desk: System, postcode: str, slug: str | None) -> None:
    found = desk.post("/api/v1/localities/", {"postcode": postcode}).json()["locality"]
    assert (found and found["code"]) == slug


def test_what_is_no_postcode_is_named(desk: System) -> None:
    for postcode in ("Bilston", "", None, 7):
        answer = desk.post("/api/v1/localities/", {"postcode": postcode})
        assert list(errors_of(answer)) == ["postcode"]
