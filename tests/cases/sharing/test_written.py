"""What partners wrote stays with them, and nothing else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from cases.actions.contacting import record_contact
from cases.models import Case, Contact
from cases.queries.sharing.written import written_by
from tests.cases.sharing.arranging import join, share, withdraw
from tests.cast import World

FUNCTIONS = ("contacts_written", "answers_written", "minutes_written", "requests_written")
OURS, THEIRS = "Seen in class, tired again", "Mother told me about the move"


@pytest.fixture
def left(world: World, led: Case) -> Case:
    """A case the teacher wrote about, and no longer sees."""
    share(led, world, world.school_agency)
    join(led, world.school)
    for by, text in ((world.school, OURS), (world.practitioner, THEIRS)):
        with acting_as(by):
            record_contact(case=led, by=by, kind="note", text=text)
    withdraw(led, world.practitioner)
    return led


def test_authors_keep_their_words_and_no_others(world: World, left: Case, client: Client) -> None:
    client.force_login(world.school)
    assert client.get(f"/cases/{left.reference}/").status_code == 404
    page = client.get("/our-families/written/").content.decode()
    assert OURS in page
    assert left.reference in page
    for hidden in (THEIRS, "Nowak", "1 Test Street", f'href="/cases/{left.reference}/"'):
        assert hidden not in page


def test_nothing_of_a_restricted_family_or_of_ones_own(world: World, left: Case) -> None:
    for table, column in (("cases_family", "restricted"),):
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = true WHERE id = %s", [left.family_id])
        with acting_as(world.school):
            assert not written_by(world.school).rows


@pytest.mark.parametrize("who", ["school2", "practitioner", "desk", "head", "analyst", "nobody"])
def test_the_functions_know_who_asks(world: World, left: Case, who: str) -> None:
    """Each function × each person: rows of their own alone, whatever else they may read."""
    user = world.people[who]
    with acting_as(user), connection.cursor() as cursor:
        for function in FUNCTIONS:
            cursor.callproc(function, [timezone.now(), 50])
            said = str(cursor.fetchall())
            assert OURS not in said
            assert (THEIRS in said) is (who == "practitioner" and function == "contacts_written")


def test_it_is_the_author_that_decides(world: World, left: Case) -> None:
    """The anti-test: once somebody else is the author, the words are theirs."""
    Contact.objects.filter(text=THEIRS).update(by=world.school)
    with acting_as(world.school):
        found = [words for row in written_by(world.school).rows for _asked, words in row.parts]
    assert set(found) == {OURS, THEIRS}


def test_pages_leave_nothing_out(world: World, left: Case) -> None:
    """Words of one moment stay on one page; each stands exactly once."""
    row, now = Contact.objects.get(text=OURS), timezone.now()
    Contact.objects.bulk_create(
        Contact(
            case=left, kind="note", by=world.school, happened_at=now, text=f"Note {number}",
            recorded_at=row.recorded_at - timedelta(minutes=number // 3),
        )
        for number in range(20)
    )  # fmt: skip
    found: list[Any] = []
    before = ""
    with acting_as(world.school):
        for _page in range(20):
            page = written_by(world.school, before, most=4)
            found += [words for each in page.rows for _asked, words in each.parts]
            before = page.next_before
            if not before:
                break
    assert sorted(found) == sorted([OURS, *(f"Note {number}" for number in range(20))])
