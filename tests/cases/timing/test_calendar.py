"""A private address for one's own calendar: shown once, revoked at will, and naming nobody."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.acting import acting_as
from accounts.actions import calendars
from accounts.actions.ending import end
from accounts.models import CalendarAddress
from cases.calendar_file import Day, calendar_file, folded
from cases.models import Case, Due
from tests.cases.helpers import sent
from tests.cast import World, make_case, make_family

NOW = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)


def address_of(user: Any) -> str:
    with acting_as(user):
        _row, text = calendars.give_address(by=user)
    return f"/calendar/{text}.ics"


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode().replace("\r\n ", "")


def test_it_holds_what_is_due_of_their_own_and_no_name(world: World, led: Case) -> None:
    other = make_case(world, make_family(world, "Quill"))
    calendar = read(Client(), address_of(world.practitioner))
    due = Due.objects.get(case=led, key="first_taf")
    assert f"SUMMARY:First TAF meeting: {led.reference}" in calendar
    assert f"DTSTART;VALUE=DATE:{due.due_on:%Y%m%d}" in calendar
    assert f"/cases/{led.reference}/" in calendar
    assert other.reference not in calendar
    for name in ("Nowak", "Ngozi", "Child1", "Pat", "Bilston", "Quill", "Test Street"):
        assert name not in calendar
    assert CalendarAddress.objects.get().used_at is not None


def test_without_work_of_their_own_it_is_empty_and_there_all_the_same(world: World) -> None:
    make_case(world)
    calendar = read(Client(), address_of(world.practitioner))
    assert "BEGIN:VEVENT" not in calendar
    assert calendar.endswith("END:VCALENDAR\r\n")


def test_it_is_shown_once_and_a_new_one_ends_it(world: World, led: Case, client: Client) -> None:
    client.force_login(world.practitioner)
    typed = sent()
    page = client.post("/my-settings/calendar/new/", typed).content.decode()
    (found,) = re.findall(r"http://testserver(/calendar/[\w-]+\.ics)", page)
    assert read(Client(), found)
    text = found.removeprefix("/calendar/").removesuffix(".ics")
    assert text not in str(list(CalendarAddress.objects.values()))
    again = client.post("/my-settings/calendar/new/", typed, follow=True).content.decode()
    assert "shown once" in again
    assert text not in again
    client.post("/my-settings/calendar/new/", sent())
    assert Client().get(found).status_code == 404
    client.post("/my-settings/calendar/end/", sent())
    assert not CalendarAddress.objects.filter(revoked_at=None).exists()


@pytest.mark.parametrize("text", ["x", "A" * 43, "0"])
def test_any_other_address_is_not_found(world: World, led: Case, text: str) -> None:
    address_of(world.practitioner)
    assert Client().get(f"/calendar/{text}.ics").status_code == 404


def test_it_ends_with_their_access(world: World, led: Case) -> None:
    url = address_of(world.practitioner)
    with acting_as(world.admin):
        end(user=world.practitioner, by=world.admin)
    assert Client().get(url).status_code == 404


def test_it_shows_no_more_than_they_may_see_by_now(world: World, led: Case) -> None:
    url = address_of(world.practitioner)
    led.allocations.update(ended_at=timezone.now(), end_reason="reallocated")
    assert led.reference not in read(Client(), url)


def test_somebody_for_whom_nothing_falls_due_is_told_so(world: World, client: Client) -> None:
    client.force_login(world.analyst)
    page = client.post("/my-settings/calendar/new/", sent()).content.decode()
    assert "Nothing falls due for you" in page
    assert "Nothing falls due for you" in client.get("/my-settings/").content.decode()


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_lines_are_folded_before_their_76th_octet_and_unfold_to_what_they_were(text: str) -> None:
    lines = folded(text).removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert "".join([lines[0].decode(), *(line.decode()[1:] for line in lines[1:])]) == text


def test_commas_semicolons_and_line_ends_are_escaped() -> None:
    day = Day("due-1@example.org", date(2026, 12, 31), "Plan; agreed, or\nnot \\")
    made = calendar_file("Early help", [day], NOW).decode()
    assert "SUMMARY:Plan\\; agreed\\, or\\nnot \\\\\r\n" in made
    assert "DTSTAMP:20261126T073000Z\r\nDTSTART;VALUE=DATE:20261231\r\n" in made
    assert "DTEND;VALUE=DATE:20270101\r\n" in made
    assert "TRANSP:TRANSPARENT" in made
