"""Every page of the front door × every person of the cast."""

import pytest
from django.test import Client
from django.urls import reverse

from referrals import urls
from tests.cast import World
from tests.referrals.requests import make_request
from tests.security.rules import ELSEWHERE, RULES

DESK = {"desk", "social_worker", "head"}
PARTNERS = {"school", "school2"}
MANAGERS = {"manager", "manager2", "team_manager"}
EVERYBODY: set[str] = set()

# Who finds the page; an empty set: everybody, signed in or not.
PAGES: dict[str, set[str]] = {
    "request-support": EVERYBODY,
    "request-support-form": EVERYBODY,
    "partner-start": PARTNERS,
    "our-families": PARTNERS | {"contact"},  # their agency’s drafts, and no family
    "triage": DESK,
    "request-call": DESK,
    "request": DESK,
    "request-decide": DESK,
    "request-pause": DESK,
    "request-resume": DESK,
    "request-pass-on": DESK,
    "request-hand-back": {"social_worker"},
    "request-answer": DESK,
    "request-disagree": DESK,
    "samples": MANAGERS | {"head"},
    "disagreements": MANAGERS | DESK,
}
# tests/referrals/test_desk_pages.py
OF_ONE = {"sample", "disagreement"}
ONLY_SENT = {"request-take": DESK, "request-match": DESK}
ONLY_THE_SENDER = {"request-received"}  # tests/referrals/test_doors.py
DRAFTS = {"draft", "draft-save", "draft-delete"}  # tests/referrals/test_drafts.py


@pytest.fixture
def addresses(world: World) -> dict[str, str]:
    reference = make_request().reference
    names = [*PAGES, *ONLY_SENT]
    alone = {"request-support", "request-support-form", "request-call"}
    needing = {name for name in names if name.startswith("request") and name not in alone}
    return {name: reverse(name, args=[reference] if name in needing else []) for name in names}


def test_every_address_is_here_or_in_the_matrix_of_the_whole_site() -> None:
    here = {*PAGES, *ONLY_SENT, *ONLY_THE_SENDER, *DRAFTS, *OF_ONE}
    names = {str(pattern.name) for pattern in urls.urlpatterns}
    assert here <= names
    assert names - here <= {*RULES, *ELSEWHERE}


def test_who_finds_what(world: World, addresses: dict[str, str]) -> None:
    wrong = []
    for who, user in world.people.items():
        client = Client()
        client.force_login(user)
        for name, allowed in PAGES.items():
            found = client.get(addresses[name]).status_code != 404
            if found != (not allowed or who in allowed):
                wrong.append((who, name))
        for name, allowed in ONLY_SENT.items():
            if client.get(addresses[name]).status_code != 405:
                wrong.append((who, f"GET {name}"))
            answer = client.post(addresses[name], {"version": "1"})
            if (answer.status_code == 404) != (who not in allowed or name == "request-match"):
                wrong.append((who, name))
    assert wrong == []


def test_somebody_not_signed_in_signs_in_first(world: World, addresses: dict[str, str]) -> None:
    client = Client()
    for name, allowed in PAGES.items():
        answer = client.get(addresses[name])
        if allowed:
            assert answer.headers["Location"].startswith(reverse("account_login")), name
        else:
            assert answer.headers.get("Location", "") in {"", reverse("request-support")}, name


def test_a_request_that_is_not_there_is_not_found(world: World) -> None:
    client = Client()
    client.force_login(world.desk)
    for name in ("request", "request-decide"):
        address = reverse(name, args=["RQ-2026-99999"])
        assert client.post(address, {}).status_code in {404, 405}
    assert client.get(reverse("request", args=["RQ-2026-99999"])).status_code == 404
