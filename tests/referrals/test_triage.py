"""The board: who waits, how long, and no more queries for sixty than for one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from audit.models import Look
from referrals.actions.screening import take
from referrals.models import Outcome, Referral
from referrals.queries import Filters, board
from referrals.queries.board import PAGE
from tests.cast import World
from tests.referrals.requests import CHILD, SIBLING, decided, make_request

URL = reverse("triage")


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    client.force_login(world.desk)
    return client


def columns(**filters: Any) -> dict[str, list[str]]:
    found = board(User.objects.get(role="desk_worker"), Filters(**filters))
    return {
        column.title: [card.request.reference for card in column.cards] for column in found.columns
    }


def test_urgent_first_then_least_time_left(world: World) -> None:
    now = timezone.now()
    later = make_request(at=now - timedelta(days=1))
    sooner = make_request(at=now - timedelta(days=9))
    urgent = make_request(urgent=True, at=now)
    assert columns()["New"] == [urgent.reference, sooner.reference, later.reference]


def test_three_columns(world: World) -> None:
    new, screened, done = make_request(), make_request(), make_request()
    with acting_as(world.desk):
        take(referral=screened, by=world.desk)
    decided(done, world.desk, Outcome.ADVICE, None)
    yesterday = decided(
        make_request(), world.desk, Outcome.ADVICE, None, at=timezone.now() - timedelta(days=2)
    ).referral
    found = columns()
    assert found == {
        "New": [new.reference],
        "Screening": [screened.reference],
        "Decided today": [done.reference],
    }
    assert yesterday.reference not in str(found)


def test_filters(world: World) -> None:
    bilston = make_request()
    low_hill = make_request(postcode="WV10 9AA")
    unrouted = make_request(address_kind="refuge", postcode="")
    with acting_as(world.desk):
        take(referral=low_hill, by=world.desk)
    assert columns(locality=world.bilston)["New"] == [bilston.reference]
    assert columns(unrouted=True)["New"] == [unrouted.reference]
    assert columns(taken_by=world.desk) == {
        "New": [],
        "Screening": [low_hill.reference],
        "Decided today": [],
    }


def test_the_page_shows_what_a_desk_needs(desk: Client) -> None:
    sender: dict[str, Any] = {
        "sender": "school",
        "sender_name": "Sam School",
        "sender_role": "Head",
    }
    make_request(
        CHILD, SIBLING, {"kind": "unborn"}, urgent=True, sender_phone="01632 960100", **sender
    )
    page = desk.get(URL).content.decode()
    for words in (
        "Amara Okafor (10), Chidi (age not known)", "Unborn child (not born yet)",
        "A school or nursery · Sam School · Head", "Bilston", "In danger, the sender says",
        "Not checked", "left", "1 request waits",
        "<h1 class=\"govuk-heading-l\">Triage</h1>",
    ):  # fmt: skip
        assert words in page
    assert Look.objects.filter(what="Triage", kind=Look.Kind.LISTED).exists()


def test_what_came_in_since_the_last_look(desk: Client) -> None:
    make_request()
    assert "since you last looked" not in desk.get(URL).content.decode()
    make_request()
    assert "1 came in since you last looked" in desk.get(URL).content.decode()


def test_an_empty_board_says_what_would_be_there(desk: Client) -> None:
    page = desk.get(URL).content.decode()
    assert "No request waits." in page
    assert "Requests come here as soon as they are sent." in page


def test_filters_of_the_page_and_wrong_ones(desk: Client, world: World) -> None:
    make_request()
    assert "Amara" in desk.get(URL, {"locality": "bilston"}).content.decode()
    assert "Amara" not in desk.get(URL, {"locality": "low-hill"}).content.decode()
    assert "Amara" not in desk.get(URL, {"mine": "on"}).content.decode()
    wrong = {"locality": "nowhere", "stage": "x", "after": "1_2_3"}
    assert desk.get(URL, wrong).status_code == 200


def test_pages_of_a_column_leave_nobody_out(world: World) -> None:
    now = timezone.now()
    Referral.objects.bulk_create(
        Referral(
            reference=f"RQ-2026-1{n:04d}",
            door="public",
            sender="parent",
            worries="x",
            family_knows="agrees",
            received_at=now,
            urgent=n % 7 == 0,
            due_at=now + timedelta(hours=n % 5),
        )
        for n in range(PAGE * 2 + 5)
    )
    seen: list[str] = []
    start = ""
    for _ in range(3):
        column = board(world.desk, Filters(), only="new", start=start).columns[0]
        seen += [card.request.reference for card in column.cards]
        start = column.next
    assert start == ""
    assert len(seen) == len(set(seen)) == PAGE * 2 + 5
    assert column.total == PAGE * 2 + 5


def test_pages_of_what_was_decided(world: World) -> None:
    for _ in range(3):
        decided(make_request(), world.desk, Outcome.ADVICE, None)
    first = board(world.desk, Filters(), only="decided").columns[0]
    cursor = f"0_{first.cards[0].request.decided_at.isoformat()}_{first.cards[0].request.pk}"  # type: ignore[union-attr]
    rest = board(world.desk, Filters(), only="decided", start=cursor).columns[0]
    assert [card.request.pk for card in rest.cards] == [card.request.pk for card in first.cards[1:]]


def test_as_many_queries_for_three_of_each_as_for_one(desk: Client, world: World) -> None:
    counts: list[int] = []
    for _ in range(2):
        for _ in range(1 if not counts else 2):
            make_request(CHILD, CHILD | {"given_name": "Chidi"})
            with acting_as(world.desk):
                take(referral=make_request(), by=world.desk)
            decided(make_request(), world.desk)
        desk.get(URL)
        with CaptureQueriesContext(connection) as queries:
            desk.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
