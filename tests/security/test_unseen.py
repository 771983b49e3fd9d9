"""Change anything about a family that somebody does not see: nothing they see changes, and it is
asked for with as many questions, so that time tells no more than words."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Address, Alert, Case, Contact, Family, Person
from tests.cast import World, arranged
from tests.security.matrix import addresses, masked
from tests.security.rules import ROOMS, SITE
from tests.states import SEEN_BY, States, every_state

# Those who see other families, and not the one of this state.
UNSEEN = {
    "restricted": ("desk", "manager", "duty", "practitioner2", "school", "contact"),
    "other": ("manager", "practitioner", "school"),
    "linked": ("desk", "manager", "practitioner"),
    "glass_over": ("manager", "desk"),
}
# Of everybody's looks or of all families’ counts, or with a moment in it.
NOT_COMPARED = {"my-activity", "reports", "figure", "report-new", "api-schema", "api-measures",
                "api-measure", "theme", "request-received", "readyz", "emergency-openings",
                "who-looked", "helping", "request-support",
                "request-support-form", "partner-start"}  # fmt: skip


@pytest.fixture
def states(world: World) -> States:
    return every_state(world)


@pytest.mark.parametrize("state", UNSEEN)
def test_nothing_that_is_seen_changes(states: States, state: str) -> None:
    people = UNSEEN[state]
    assert not set(people) & SEEN_BY[state]
    for who in people:
        all_that_is_seen(states, state, who)  # some pages say what is new since the last look
    before = {who: all_that_is_seen(states, state, who) for who in people}
    change_everything(states.cases[state])
    for who in people:
        after = all_that_is_seen(states, state, who)
        assert [(who, page) for page in after if before[who][page] != after[page]] == []
        assert len(after) > 12


@pytest.mark.parametrize(("state", "who"), [("restricted", "head"), ("other", "practitioner2")])
def test_for_who_sees_it_the_difference_shows(states: States, state: str, who: str) -> None:
    """The anti-test: these changes are on pages, in lists and in the search."""
    all_that_is_seen(states, state, who)  # some pages say what is new since the last look
    before = all_that_is_seen(states, state, who)
    change_everything(states.cases[state])
    after = all_that_is_seen(states, state, who)
    changed = {page for page in before if before[page] != after[page]}
    assert {f"/cases/{states.cases[state].reference}/", "/find/ by name"} <= changed


def all_that_is_seen(states: States, state: str, who: str) -> dict[str, Any]:
    """Each page with its answer and how many questions it took: own pages, lists, searches, and
    the addresses of the record itself."""
    user, case = states.world.people[who], states.cases[state]
    client = Client()
    client.force_login(user)
    found = {path: _asked(client, path) for path in _own_pages(user)}
    for part in ("", "people/", "timeline/", "history/", "access/"):
        path = f"/cases/{case.reference}/{part}"
        found[path] = _asked(client, path)
    name = f"Name{state.replace('_', '')}"
    for label, typed in (("by name", name), ("by child", f"Child1 {name}"), ("anew", "Changed")):
        found[f"/find/ {label}"] = _asked(client, "/find/", {"q": typed})
        found[f"/duty/ {label}"] = _asked(client, "/duty/", {"q": typed})
    return found


def _own_pages(user: Any) -> list[str]:
    paths = {each.name: each.path for each in addresses()}
    return [
        paths[name].replace("<slug:key>", "overdue")
        for name, rule in SITE.items()
        if rule.finds(user)
        and not rule.post_only
        and name not in NOT_COMPARED
        and not any(paths[name].startswith(room) for room in ROOMS)
    ]


def _asked(client: Client, path: str, typed: dict[str, str] | None = None) -> Any:
    with CaptureQueriesContext(connection) as asked:
        answer: Any = client.post(path, typed) if typed else client.get(path)
    if answer.streaming:
        return answer.status_code, len(asked)
    status, text, headers = masked(answer)
    return status, re.sub(r'value="[0-9a-f-]{36}"', "", text), headers, len(asked)


@arranged
def change_everything(case: Case) -> None:
    """Who they are, where they live, what is known of them, and where the case stands."""
    now, today = timezone.now(), timezone.localdate()
    Family.objects.filter(pk=case.family_id).update(name="Changed family")
    people = Person.objects.filter(memberships__family=case.family_id)
    for person in people:
        Address.objects.create(person=person, lines="1 Changed Road", postcode="WV1 1AB")
        Alert.objects.create(
            person=person, kind="dog", text="Changed", source="Seen", recorded_on=today,
            review_on=today + timedelta(days=9),
        )  # fmt: skip
        person.given_name, person.family_name = "Changed", "Changed"
        person.date_of_birth = date(2001, 2, 3)
        person.save()
    Contact.objects.create(
        case=case, kind="note", happened_at=now, recorded_at=now, text="Changed",
        by=case.allocations.order_by("pk")[0].user if case.allocations.exists() else _anybody(),
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(level=3, worries="Changed", risk="Changed")


def _anybody() -> Any:
    from accounts.models import User

    return User.objects.order_by("pk")[0]
