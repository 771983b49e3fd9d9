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
from referrals.queries.board import PAGE, _of
from referrals.queries.paging import after
from tests.cast import World
from tests.databases import count_again
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


def test_a_column_for_every_queue_and_what_was_decided_today(world: World) -> None:
    new, screened, done = make_request(), make_request(), make_request()
    asked, harmed, put = make_request(), make_request(), make_request()
    decided(asked, world.desk, Outcome.MORE_INFORMATION, None)
    decided(harmed, world.desk, Outcome.HARM, None)
    decided(put, world.desk, Outcome.PANEL, None)
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
        "With a social worker": [harmed.reference],
        "Waiting for the sender": [asked.reference],
        "For the panel": [put.reference],
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
    mine = {title: cards for title, cards in columns(taken_by=world.desk).items() if cards}
    assert mine == {"Screening": [low_hill.reference]}


@pytest.mark.parametrize(
    ("age", "born"),
    [
        ("under_1", timedelta(days=200)),
        ("0_4", timedelta(days=365 * 3)),
        ("5_11", timedelta(days=365 * 8)),
        ("12_17", timedelta(days=365 * 15)),
    ],
)
def test_by_the_age_of_a_child(world: World, age: str, born: timedelta) -> None:
    child = CHILD | {"date_of_birth": timezone.localdate() - born}
    one = make_request(child, CHILD | {"date_of_birth": None})
    for other in (1, 8, 15):
        if born.days // 365 not in range(other - 1, other + 3):
            day = timezone.localdate() - timedelta(days=365 * other + 100)
            make_request(CHILD | {"date_of_birth": day})
    assert columns(age=age)["New"] == [one.reference]


def test_an_unborn_child_is_under_one_and_adults_stand_alone(world: World) -> None:
    unborn = make_request({"kind": "unborn"})
    alone = make_request()
    alone.people.update(kind="adult")
    assert columns(age="under_1")["New"] == [unborn.reference]
    assert columns(age="adults")["New"] == [alone.reference]


def test_by_clock_and_by_sender(world: World) -> None:
    now = timezone.now()
    late = make_request(at=now - timedelta(days=9))
    later = make_request(at=now, sender="police", sender_name="P", sender_phone="1")
    Referral.objects.filter(pk=later.pk).update(due_at=now + timedelta(days=3))
    today = make_request(at=now)
    midnight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    Referral.objects.filter(pk=today.pk).update(due_at=midnight)
    asked = make_request(at=now)
    decided(asked, world.desk, Outcome.MORE_INFORMATION, None)
    put = make_request(at=now - timedelta(days=9))
    decided(put, world.desk, Outcome.PANEL, None)
    found = {
        clock: [card for cards in columns(clock=clock).values() for card in cards]
        for clock in ("late", "today", "later", "paused")
    }
    assert found == {
        "late": [late.reference],
        "today": [today.reference],
        "later": [later.reference],
        "paused": [asked.reference],
    }
    assert columns(sender="police")["New"] == [later.reference]


def test_counts_of_the_queues_follow_the_filters(world: World) -> None:
    make_request()
    decided(make_request(postcode="WV10 9AA"), world.desk, Outcome.PANEL, None)
    found = board(world.desk, Filters(locality=world.low_hill))
    assert {key: number for key, _title, number in found.totals if number} == {"panel": 1}
    assert found.waiting == 1
    assert found.oldest is None  # with the panel, the desk’s clock has ended


def test_the_same_as_a_list_by_pages(desk: Client, world: World) -> None:
    for _ in range(3):
        make_request(CHILD, SIBLING)
    decided(make_request(), world.desk, Outcome.MORE_INFORMATION, None)
    found = board(world.desk, Filters(), only="list").columns[0]
    assert (len(found.cards), found.total) == (4, 4)
    page = desk.get(URL, {"view": "list", "locality": "bilston"}).content.decode()
    assert page.count("</tr>") == 5
    assert "Paused: waiting for an answer from a parent or carer of the family" in page
    assert "Show as columns" in page
    assert "view=list" not in page.split("Show as columns")[0].rsplit("href=", 1)[1]


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


def waiting_requests(how_many: int) -> None:
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
        for n in range(how_many)
    )


def test_pages_of_a_column_leave_nobody_out(world: World) -> None:
    waiting_requests(PAGE * 2 + 5)
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
    assert counts[0] <= 24


@pytest.mark.parametrize("view", ["", "list"])
def test_as_many_queries_for_sixty_as_for_one(desk: Client, world: World, view: str) -> None:
    counts = []
    for more in (1, 59):
        for _ in range(more):
            make_request(CHILD, CHILD | {"given_name": "Chidi"})
        desk.get(URL, {"view": view})
        with CaptureQueriesContext(connection) as queries:
            desk.get(URL, {"view": view})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


@pytest.mark.parametrize(
    ("key", "index"), [("new", "requests_of_a_queue"), ("list", "waiting_requests")]
)
def test_a_page_of_two_thousand_is_read_from_an_index_in_its_order(
    world: World, key: str, index: str
) -> None:
    waiting_requests(2000)
    count_again([Referral])
    with acting_as(world.desk):
        requests = Referral.objects.visible_to(world.desk)
        middle = board(world.desk, Filters(), only=key).columns[0].next
        for start in ("", middle):
            plan = after(_of(requests, key), start, waiting=True)[: PAGE + 1].explain()
            assert index in plan
            assert "Sort" not in plan
