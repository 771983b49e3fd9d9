"""Pages of case work cost as many queries for much as for little."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from cases.actions.contacting import record_contact
from cases.actions.leads.allocating import allocate
from cases.actions.steps import stepping_up
from cases.models import Case, Need
from tests.cast import World, make_case, make_family


def led(world: World, name: str, much: int) -> Case:
    """A case with `much` of everything its pages show."""
    case = make_case(world, make_family(world, name, children=much))
    with acting_as_system("arranging a test"):
        allocate(case=case, lead=world.practitioner, by=world.manager)
        for number in range(much):
            Need.objects.create(case=case, kind="housing", seen_on=case.opened_on)
            record_contact(
                case=case,
                by=world.practitioner,
                kind="phone",
                text=f"Call {number}",
                children_seen=list(case.children.all()),
            )
            User.objects.create_user(
                f"{name}{number}@example.org".lower(),
                name=f"Worker {number}",
                role="practitioner",
                agency=world.council,
            ).localities.set([world.bilston])
    return case


def stepped_up(world: World, name: str, much: int) -> Case:
    case = led(world, name, much)
    with acting_as(world.practitioner):
        stepping_up.request(case=case, by=world.practitioner, why_now="Injury", tried="Visits")
    return case


def agreed(world: World, name: str, much: int) -> Case:
    case = stepped_up(world, name, much)
    with acting_as(world.manager):
        step_up = case.step_ups.get()
        stepping_up.agree(step_up=step_up, by=world.manager, version=step_up.version)
    return case


@pytest.mark.parametrize(
    ("make", "rest", "most"),
    [
        (led, "allocation/", 14),
        (led, "contacts/new/", 14),
        (led, "closure/", 14),
        (led, "step-up/", 14),
        (stepped_up, "step-up/agreement/", 20),
        (agreed, "step-up/", 14),
    ],
)
def test_a_page_of_a_case(
    world: World, client: Client, make: Callable[..., Case], rest: str, most: int
) -> None:
    client.force_login(world.manager)
    little, much = make(world, "Ade", 1), make(world, "Bal", 3)
    counts = [count(client.get, f"/cases/{case.reference}/{rest}") for case in (little, much)]
    assert counts[0] == counts[1]
    assert counts[0] <= most


def test_a_search(world: World, client: Client) -> None:
    client.force_login(world.desk)
    counts = []
    for name in ("Ade", "Bal", "Cole"):
        led(world, name, 2)
        counts.append(count(client.post, "/find/", {"q": "ngozi"}))
    assert len(set(counts)) == 1
    assert counts[0] <= 13


def test_a_partners_families(world: World, client: Client) -> None:
    client.force_login(world.school)
    counts = []
    for name in ("Ade", "Bal", "Cole"):
        case = make_case(world, make_family(world, name))
        with acting_as_system("arranging a test"):
            case.family.sharing_bases.create(
                agency=world.school_agency, what="The plan", from_date=case.opened_on
            )
            allocate(case=case, lead=world.school, by=world.manager)
        counts.append(count(client.get, "/our-families/"))
    assert len(set(counts)) == 1


def count(send: Callable[..., Any], *arguments: Any) -> int:
    send(*arguments)  # what is read once per process has been read
    with CaptureQueriesContext(connection) as found:
        assert send(*arguments).status_code == 200
    return len(found)
