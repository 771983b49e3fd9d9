"""Every page of case work × every person of the cast: who comes in, who finds nothing there."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as
from accounts.urls import urlpatterns as account_urls
from cases.actions.leads.allocating import allocate
from cases.actions.steps import answering, stepping_up
from cases.models import Case
from cases.urls import WORK
from tests.cast import World, make_case, make_family
from tests.security.rules import ELSEWHERE, RULES

HERE, ASKED_FIRST, GONE = 200, 302, 404
_DIFFERS = r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"'  # from one answer to the next

EVERYBODY = [
    "desk", "social_worker", "manager", "manager2", "head", "practitioner", "practitioner2",
    "school", "school2", "duty", "team_manager", "contact", "chair", "auditor", "governance",
    "analyst", "admin", "nobody",
]  # fmt: skip
WORKERS = {
    "manager", "manager2", "team_manager", "duty", "practitioner", "practitioner2", "school",
    "school2",
}  # fmt: skip
MANAGERS = {"manager", "manager2", "team_manager", "head"}
SEARCHERS = {"desk", "social_worker", *MANAGERS, "duty", "practitioner", "practitioner2"}
BOSSES = {"manager", "team_manager", "head"}  # of the case below
DOERS = {*BOSSES, "duty", "practitioner"}
READERS = {*DOERS, "desk", "social_worker"}

# URL name → who it is there for. A case is led by the practitioner of Bilston.
PAGES: dict[str, set[str]] = {
    "my-families": WORKERS,
    "needs-you": MANAGERS,
    "needs-you-list": MANAGERS,
    "waiting": MANAGERS,
    "find": SEARCHERS,
    "case-allocate": BOSSES,
    "case-add-contact": DOERS,
    "case-close": DOERS,
    "case-step-up": READERS,
    "duty": {"duty"},
    "written": {"school", "school2"},
    "no-place": set(EVERYBODY),
    "my-activity": set(EVERYBODY),
    "settings": {"admin"},
    "agency-people": {"contact"},
    "agency-invite": {"contact"},
}
# Those of a step-up that is at the state named.
STEP_UP_PAGES: dict[str, tuple[str, set[str]]] = {
    "case-step-up-decide": ("requested", BOSSES),
    "case-step-up-answer": ("sent", DOERS),
    "case-step-up-complete": ("sent", DOERS),
    "case-step-up-handover": ("accepted", DOERS),
}
POSTS = {"case-while-waiting": BOSSES}
# Those of a case whose agreement was withdrawn: tests/cases/sharing/test_withdrawing.py.
WITHDRAWN = {"case-withdrawal", "case-withdrawal-reassign", "case-withdrawal-go-on"}
# Those of a call that somebody on duty answers: nothing is shown before the caller is known.
ON_DUTY = ["duty-family", "duty-call"]
# Tested with the front door; and with inviting people, in tests/accounts/test_people.py.
OTHERS = {"home", "agency-end", "agency-invite-again", "agency-wake"}


@pytest.fixture
def case(world: World) -> Case:
    made = make_case(world, make_family(world, "Nowak"))
    with acting_as(world.manager):
        allocate(case=made, lead=world.practitioner, by=world.manager)
    return made


def address(name: str, case: Case) -> str:
    patterns = {pattern.name: str(pattern.pattern) for pattern in [*WORK, *account_urls]}
    path = patterns[name].replace("<slug:reference>", case.reference)
    return "/" + path.replace("<slug:key>", "overdue")


def test_the_matrix_names_every_page() -> None:
    """Each address is here, or in the matrix of the whole site."""
    named = {str(pattern.name) for pattern in [*WORK, *account_urls]}
    here = set(PAGES) | set(STEP_UP_PAGES) | set(POSTS) | set(ON_DUTY) | WITHDRAWN | OTHERS
    assert here <= named
    assert named - here <= {*RULES, *ELSEWHERE}


@pytest.mark.parametrize("name", PAGES)
def test_who_comes_in(world: World, case: Case, client: Client, name: str) -> None:
    found = statuses(world, client, address(name, case))
    assert found == expected(PAGES[name])


@pytest.mark.parametrize("name", STEP_UP_PAGES)
def test_who_comes_in_to_a_step_up(world: World, case: Case, client: Client, name: str) -> None:
    state, allowed = STEP_UP_PAGES[name]
    bring_to(state, case, world)
    assert statuses(world, client, address(name, case)) == expected(allowed)


@pytest.mark.parametrize("name", ON_DUTY)
def test_who_is_asked_who_calls(world: World, case: Case, client: Client, name: str) -> None:
    found = statuses(world, client, address(name, case))
    assert found == expected(set()) | {"duty": ASKED_FIRST}


@pytest.mark.parametrize("name", [*PAGES, *STEP_UP_PAGES])
def test_somebody_signed_out_signs_in(world: World, case: Case, client: Client, name: str) -> None:
    answer = client.get(address(name, case))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", POSTS)
def test_who_may_send(world: World, case: Case, client: Client, name: str) -> None:
    found = {}
    for who in EVERYBODY:
        client.force_login(world.people[who])
        found[who] = client.post(address(name, case)).status_code
    assert found == expected(POSTS[name])


@pytest.mark.parametrize("name", ["case-add-contact", "case-close", "case-allocate"])
def test_what_cannot_be_seen_cannot_be_sent_to(
    world: World, case: Case, client: Client, name: str
) -> None:
    for who in ["practitioner2", "school", "manager2", "analyst", "admin"]:
        client.force_login(world.people[who])
        assert client.post(address(name, case), {}).status_code == GONE


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("case-")])
def test_what_does_not_exist_looks_the_same(
    world: World, case: Case, client: Client, name: str
) -> None:
    client.force_login(world.practitioner2)
    unseen = client.get(address(name, case))
    missing = client.get(address(name, case).replace(case.reference, "EH-2026-99999"))
    assert unseen.status_code == missing.status_code == GONE
    assert without_token(unseen) == without_token(missing)


def test_our_families_is_for_partners(world: World, client: Client) -> None:
    """An agency’s contact too: drafts of somebody who left are handed on there, no family."""
    assert statuses(world, client, "/our-families/") == expected({"school", "school2", "contact"})


def without_token(answer: Any) -> str:
    """What was answered, without the token that differs each time."""
    return re.sub(_DIFFERS, "", answer.content.decode())


def statuses(world: World, client: Client, url: str) -> dict[str, int]:
    found = {}
    for who in EVERYBODY:
        client.force_login(world.people[who])
        found[who] = client.get(url).status_code
    return found


def expected(allowed: set[str]) -> dict[str, int]:
    return {who: HERE if who in allowed else GONE for who in EVERYBODY}


def bring_to(state: str, case: Case, world: World) -> None:
    by: Any = world.manager
    with acting_as(by):
        step_up = stepping_up.request(case=case, by=by, why_now="Injury", tried="Visits")
        if state != "requested":
            step_up = stepping_up.agree(step_up=step_up, by=by, version=step_up.version)
        if state == "accepted":
            answering.accepted(step_up=step_up, by=by, answer_by="Sol", version=step_up.version)


def test_the_cast_is_whole(world: World) -> None:
    assert set(world.people) == set(EVERYBODY)
