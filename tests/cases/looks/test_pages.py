"""Who sees who looked; what is pointed out, and what is found."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as
from accounts.models import User
from audit.actions.recording import looked
from audit.models import Event, Finding, Look
from cases.models import Allocation, Case, Family
from cases.queries.sharing.looks import unusual
from cases.urls import LOOKS
from tests.cast import World, make_case, make_family

SEERS = {"manager", "team_manager", "head", "governance"}


@pytest.fixture
def case(world: World) -> Case:
    made = make_case(world, make_family(world, "Desk"))
    with acting_as(world.desk):
        looked(
            Look.Kind.OPENED,
            "Summary of a case",
            by=world.desk,
            case_id=made.pk,
            family_id=made.family_id,
        )
    return made


def client(user: User) -> Client:
    found = Client()
    found.force_login(user)
    return found


def addresses(world: World, case: Case) -> dict[str, str]:
    look = Look.objects.filter(actor_id=world.desk.pk).latest("pk")
    day = f"{look.at.astimezone():%Y-%m-%d}"
    return {
        "who-looked": "/who-looked/",
        "who-looked-at": f"/who-looked/{case.family.reference}/",
        "unusual-access": "/unusual-access/",
        "unusual-finding": f"/unusual-access/own_surname/{world.desk.pk}/{day}/",
        "access-review": "/access-review/",
        "access-decision": f"/access-review/too_wide/{world.duty.pk}/",
    }


def test_every_page_is_there_for_whom_it_is_meant_and_for_nobody_else(
    world: World, case: Case
) -> None:
    expected = {
        "who-looked": {*SEERS, "manager2"},
        "who-looked-at": SEERS,
        "unusual-access": {"head", "governance"},
        "unusual-finding": {"head", "governance"},
        "access-review": {"head", "governance"},
        "access-decision": {"head", "governance"},
    }
    assert {pattern.name for pattern in LOOKS} == set(expected)
    for name, address in addresses(world, case).items():
        for person, user in world.people.items():
            status = client(user).get(address).status_code
            assert (name, person, status) == (
                name,
                person,
                200 if person in expected[name] else 404,
            )


def test_governance_finds_a_family_by_name_and_sees_who_looked(world: World, case: Case) -> None:
    governance = client(world.governance)
    found = governance.post("/who-looked/", {"q": "desk"}).content.decode()
    assert f"/who-looked/{case.family.reference}/" in found
    assert f"/cases/{case.reference}/" not in found  # sees no case
    page = governance.get(f"/who-looked/{case.family.reference}/").content.decode()
    assert "Dana Desk" in page
    assert "Summary of a case" in page
    searched = Look.objects.get(kind="searched", actor_id=world.governance.pk)
    assert searched.details == {"terms": "desk"}
    assert Look.objects.filter(actor_id=world.governance.pk, family_id=case.family_id).exists()


def test_an_unusual_access_is_looked_into_once(world: World, case: Case) -> None:
    governance, address = client(world.governance), addresses(world, case)["unusual-finding"]
    listed = governance.get("/unusual-access/").content.decode()
    assert "Own surname" in listed
    key = _key(governance.get(address))
    page = governance.post(address, {"one_time_key": key})
    assert set(page.context["form"].errors) == {"verdict", "words"}
    sent = {"verdict": "expected", "words": "Asked her manager", "one_time_key": key}
    assert governance.post(address, sent).status_code == 302
    with acting_as(world.governance):
        assert Finding.objects.get().by_name == "Gav Governance"
        assert Event.objects.filter(verb="access.looked_into").exists()
    with acting_as(world.manager):
        assert not Finding.objects.exists()
    assert "Asked her manager" in governance.get("/unusual-access/").content.decode()


def test_my_activity_shows_own_looks_and_deeds_alone(world: World, case: Case) -> None:
    own = client(world.desk).get("/my-activity/").content.decode()
    assert "Summary of a case" in own
    assert "Summary of a case" not in client(world.manager).get("/my-activity/").content.decode()
    assert client(world.desk).get("/my-activity/?to=2026-99-99").status_code == 200


def test_the_head_of_service_is_told_too_except_of_restricted_families(
    world: World, case: Case
) -> None:
    assert rules(world.head)["own_surname"] == {"Dana Desk"}
    Family.objects.filter(pk=case.family_id).update(restricted=True)
    assert "own_surname" not in rules(world.head)
    assert rules(world.governance)["own_surname"] == {"Dana Desk"}
    assert rules(world.manager) == rules(world.desk) == {}


def test_another_locality_is_one_they_have_not_worked_in_for_a_year(
    world: World, case: Case
) -> None:
    with acting_as(world.practitioner2):  # serves Low Hill, the case is of Bilston
        looked(
            Look.Kind.OPENED,
            "Summary of a case",
            by=world.practitioner2,
            case_id=case.pk,
            family_id=case.family_id,
        )
    assert rules(world.governance)["other_locality"] == {"Pia Practitioner"}
    years = [timezone.now() - timedelta(days=days) for days in (800, 400, 300)]
    facts: dict[str, Any] = {"case": case, "user": world.practitioner2}
    led = Allocation.objects.create(
        **facts, started_at=years[0], ended_at=years[1], end_reason="reallocated"
    )
    assert rules(world.governance)["other_locality"] == {"Pia Practitioner"}
    Allocation.objects.filter(pk=led.pk).update(ended_at=years[2])
    assert "other_locality" not in rules(world.governance)


def rules(user: User) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with acting_as(user):
        for row in unusual():
            found.setdefault(row.rule, set()).add(row.actor_name)
    return {rule: names for rule, names in found.items() if rule != "out_of_hours"}


def _key(page: Any) -> str:
    form = page.context["form"]
    return str(form["one_time_key"].value())
