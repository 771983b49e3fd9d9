"""A page of a case asks the same few things of the database, however much the case holds."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from tests.cases.page.arranging import fill, link, long_past
from tests.cast import World

MOST = 12  # P1: the whole page, sign-in, look and layout included
OUTSIDE = "set_config('app.actor_id', ''"  # back to whoever asked outside the request
TABS = {
    "": MOST,
    "story/": MOST,
    "people/": MOST,
    "timeline/": MOST,
    "history/": MOST,
    "documents/": 15,
}

Asked = Callable[[str, str], list[str]]


@pytest.fixture
def asked(world: World, led: Case, client: Client) -> Asked:
    """The statements a page asks when somebody opens it. A test runs within a transaction, so
    what would begin and end it shows as savepoints, which are left out."""

    def ask(who: str, tab: str) -> list[str]:
        client.force_login(world.people[who])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/cases/{led.reference}/{tab}").status_code == 200
        asked = [query["sql"] for query in queries.captured_queries]
        return [sql for sql in asked if "SAVEPOINT" not in sql and OUTSIDE not in sql]

    return ask


@pytest.mark.parametrize("who", ["practitioner", "manager", "desk"])
def test_few_and_the_same_with_twenty_entries_or_two_thousand(
    world: World, led: Case, asked: Asked, who: str
) -> None:
    fill(led, world)
    link(led, world)
    long_past(led, world, 20)
    few = {tab: asked(who, tab) for tab in TABS}
    long_past(led, world, 2000)
    link(led, world, "Moran")
    many = {tab: asked(who, tab) for tab in TABS}
    for tab, most in TABS.items():
        assert len(many[tab]) == len(few[tab]), tab
        assert len(many[tab]) <= most, (tab, many[tab])


def test_a_form_about_a_person_asks_little(world: World, led: Case, asked: Asked) -> None:
    fill(led, world)
    person: Any = led.family.people.get(memberships__relationship="mother")
    assert len(asked("practitioner", f"people/{person.pk}/facts/")) <= MOST + 1
