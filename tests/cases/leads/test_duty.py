"""A hub's duty worker: a call is answered from one page, and the log says who called and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from accounts.roles import places_for
from audit.models import Look
from cases.actions.leads.allocating import look_after
from cases.models import Case, Contact, Restriction
from tests.cases.helpers import sent
from tests.cases.page.arranging import SAFE, fill
from tests.cases.sharing.arranging import share
from tests.cast import World, make_case, make_family

CALL = {"caller": "Ngozi Nowak", "caller_kind": "family", "why": "The meeting on Friday"}


@pytest.fixture
def on_duty(world: World, client: Client) -> Client:
    client.force_login(world.duty)
    return client


def test_duty_stands_in_the_header_of_who_may(world: World) -> None:
    assert ("Duty", "duty") in places_for(world.duty)
    assert ("Duty", "duty") not in places_for(world.practitioner)


def test_who_is_calling_is_asked_first(on_duty: Client, led: Case) -> None:
    page = on_duty.post("/duty/", {"q": "Nowak"}).content.decode()
    assert "Enter who is calling" in page
    assert "Enter what the call is about" in page
    assert led.reference not in page
    for method in (on_duty.get, on_duty.post):
        answer = method(f"/duty/{led.reference}/")
        assert (answer.status_code, answer.headers["Location"]) == (302, "/duty/")
    assert not Look.objects.filter(kind="on_duty").exists()


def test_the_search_and_the_opening_are_logged_with_the_caller(
    world: World, on_duty: Client, led: Case
) -> None:
    page = on_duty.post("/duty/", {"q": "Nowak"} | CALL).content.decode()
    assert led.reference in page
    searched = Look.objects.get(kind="searched", actor_id=world.duty.pk)
    assert searched.details == {"terms": "Nowak"} | CALL
    page = on_duty.post(f"/duty/{led.reference}/", CALL).content.decode()
    assert "Nowak family" in page
    look = Look.objects.get(kind="on_duty")
    assert look.details == CALL
    assert (look.case_id, look.family_id, look.actor_id) == (
        led.pk, led.family_id, world.duty.pk,
    )  # fmt: skip


def test_the_page_has_warnings_first_and_no_address(
    world: World, on_duty: Client, led: Case
) -> None:
    fill(led, world)
    page = on_duty.post(f"/duty/{led.reference}/", CALL).content.decode()
    assert page.index("Before you visit, ring or share") < page.index("Who leads")
    for words in ("Pat Practitioner", "practitioner@example.org", "He listens in", "Seen at home.",
                  "Hawthorn Primary School: The plan", "Not safe to use"):  # fmt: skip
        assert words in page
    for hidden in (SAFE, "WV10 9AA", "1 Test Street", "WV14 0AA"):
        assert hidden not in page


def test_of_a_family_that_waits_it_says_who_looks_after_them(
    world: World, on_duty: Client, waiting: Case
) -> None:
    page = on_duty.post(f"/duty/{waiting.reference}/", CALL).content.decode()
    assert "Ask the manager of Bilston" in page
    tomorrow = timezone.localdate() + timedelta(days=1)
    with acting_as(world.manager):
        look_after(
            case=waiting, risk="", minded_by=world.duty, check_on=tomorrow, by=world.manager,
            version=waiting.version,
        )  # fmt: skip
    page = on_duty.post(f"/duty/{waiting.reference}/", CALL).content.decode()
    assert f"{world.duty.name}, next on {tomorrow:%A} {tomorrow.day} {tomorrow:%B}" in page
    assert world.duty.email in page
    assert "Ask the manager of Bilston" not in page
    summary = on_duty.get(f"/cases/{waiting.reference}/").content.decode()
    said = f"{world.duty.name} looks after them, next on {tomorrow:%a} {tomorrow.day} {tomorrow:%b}"
    assert said in summary


@pytest.mark.parametrize(
    ("kind", "written"), [("family", "phone"), ("professional", "professional"), ("other", "note")]
)
def test_the_call_is_recorded_once(
    world: World, on_duty: Client, led: Case, kind: str, written: str
) -> None:
    typed = sent(text="She is coming.", next_step="Ring Pat") | CALL | {"caller_kind": kind}
    for _twice in range(2):
        answer = on_duty.post(f"/duty/{led.reference}/call/", typed)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/duty/")
    contact = Contact.objects.get(by=world.duty)
    assert contact.kind == written
    assert contact.text == "Ngozi Nowak called the duty worker. She is coming."


def test_nothing_typed_is_lost(on_duty: Client, led: Case) -> None:
    typed = sent(text="", next_step="Ring Pat") | CALL
    page = on_duty.post(f"/duty/{led.reference}/call/", typed).content.decode()
    assert "Enter what was said" in page
    assert "Ring Pat" in page
    assert 'value="Ngozi Nowak"' in page


def test_other_hubs_and_restricted_families_are_not_found(
    world: World, on_duty: Client, led: Case
) -> None:
    elsewhere = make_case(world, make_family(world, "Nowak"), locality=world.low_hill)
    restricted = make_case(world, make_family(world, "Nowak"))
    assert restricted.reference in on_duty.post("/duty/", {"q": "Nowak"} | CALL).content.decode()
    restrict(restricted, world.head, world.duty)
    page = on_duty.post("/duty/", {"q": "Nowak"} | CALL).content.decode()
    assert led.reference in page
    for case in (elsewhere, restricted):
        assert case.reference not in page
        assert on_duty.post(f"/duty/{case.reference}/", CALL).status_code == 404
        assert on_duty.post(f"/duty/{case.reference}/call/", sent() | CALL).status_code == 404
    missing = on_duty.post("/duty/EH-2026-99999/", CALL)
    assert missing.status_code == 404


def test_nobody_else_has_the_duty_view(world: World, led: Case, client: Client) -> None:
    for who, user in world.people.items():
        if who == "duty":
            continue
        client.force_login(user)
        for path in ("/duty/", f"/duty/{led.reference}/", f"/duty/{led.reference}/call/"):
            assert client.post(path, CALL).status_code == 404, (who, path)


def test_one_page_costs_the_same_however_much_there_is(
    world: World, on_duty: Client, led: Case, django_assert_max_num_queries: Any
) -> None:
    for agency in (world.school_agency, world.other_school):
        share(led, world, agency)
    with django_assert_max_num_queries(24):
        on_duty.post(f"/duty/{led.reference}/", CALL)


def restrict(case: Case, by: User, named: User) -> None:
    """Restricted, and even named on it: the duty view still does not find it."""
    with acting_as_system("arranging a test"):
        made = Restriction.objects.create(
            family=case.family, kind="other", reason="Staff", set_by=by, set_at=timezone.now()
        )
        made.named.create(family=case.family, user=named, named_by=by, named_at=timezone.now())
        case.family.restricted = True
        case.family.save()
        type(case).objects.filter(family=case.family_id).update(restricted=True)
