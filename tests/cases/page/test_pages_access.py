"""Every page of the case page × every person of the cast, and that each look is written down."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as
from audit.models import Look
from cases.actions.filing import add_document
from cases.actions.sharing import agreeing, objecting
from cases.actions.steps import stepping_up
from cases.models import Alert, Case, Closure, ContactWay
from cases.urls import PAGE, PERSON
from tests.cases.page.arranging import fill, mother_of
from tests.cast import World

READERS = {
    "desk", "social_worker", "manager", "team_manager", "duty", "head", "practitioner",
}  # fmt: skip
WORKERS = READERS - {"desk", "social_worker"}
FOR_WORKERS = {"case-file-add", "case-file-end"}  # the rest is read by all who see the case
NAMES = [str(pattern.name) for pattern in (*PAGE, *PERSON)]

_DIFFERS = r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"'  # from one answer to the next


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def full(world: World, led: Case) -> Case:
    return fill(led, world)


def address(name: str, case: Case, world: World) -> str:
    """The page of that name, about things that are there."""
    found = next(pattern for pattern in (*PAGE, *PERSON) if pattern.name == name)
    mother = mother_of(case)
    numbers = {
        "case-step-up-pack": lambda: a_step_up(case, world),
        "case-closure-record": lambda: a_closure(case),
        "case-agreement-withdraw": lambda: case.family.agreements.get().pk,
        "case-sharing-end": lambda: case.family.sharing_bases.get().pk,
        "case-objection-answer": lambda: an_objection(case, world),
        "case-file": lambda: a_file(case, world),
        "case-file-end": lambda: a_file(case, world),
        "case-birth": lambda: case.family.people.get(kind="unborn").pk,
        "case-due-pause": lambda: something_due(case),
        "case-due-resume": lambda: something_due(case),
    }
    path = str(found.pattern).replace("<slug:reference>", case.reference)
    if "<int:number>" in path:
        path = path.replace("<int:number>", str(numbers.get(name, lambda: mother.pk)()))
    path = path.replace("<int:way>", str(ContactWay.objects.filter(person=mother)[0].pk))
    return "/" + path.replace("<int:alert>", str(Alert.objects.get(person=mother).pk))


def a_step_up(case: Case, world: World) -> int:
    by = world.practitioner
    with acting_as(by):
        return stepping_up.request(case=case, by=by, why_now="Injury", tried="Visits").pk


def an_objection(case: Case, world: World) -> int:
    by = world.practitioner
    with acting_as(by):
        return objecting.record_objection(case=case, by=by, who="An uncle", to_what="All").pk


def a_file(case: Case, world: World) -> int:
    by = world.practitioner
    with acting_as(by):
        return add_document(case=case, by=by, title="Letter", content=b"Seen at school.").pk


def something_due(case: Case) -> int:
    return int(case.dues.filter(done_on=None, cancelled_on=None).latest("pk").pk)


def a_closure(case: Case) -> int:
    return Closure.objects.create(
        case=case, closed_on="2026-11-20", reason="needs_met", group="early_help", summary="Done"
    ).pk


@pytest.fixture
def pages(world: World, full: Case) -> dict[str, str]:
    """The address of every page of the case page, by its name."""
    return {name: address(name, full, world) for name in NAMES}


def test_who_comes_in(world: World, pages: dict[str, str], client: Client) -> None:
    for who, user in world.people.items():
        client.force_login(user)
        found = {name: client.get(url).status_code for name, url in pages.items()}
        allowed = {name for name in NAMES if who in (WORKERS if name in FOR_WORKERS else READERS)}
        assert found == {name: 200 if name in allowed else 404 for name in NAMES}, who


def test_what_may_not_be_seen_looks_as_if_it_were_not_there(
    world: World, full: Case, pages: dict[str, str], client: Client
) -> None:
    client.force_login(world.practitioner2)
    for name, url in pages.items():
        unseen, missing = client.get(url), client.get(url.replace(full.reference, "EH-2026-99999"))
        assert unseen.status_code == missing.status_code == 404, name
        assert masked(unseen) == masked(missing), name


def test_somebody_signed_out_signs_in(pages: dict[str, str], client: Client) -> None:
    for name, url in pages.items():
        answer = client.get(url)
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith("/account/login/")


def test_each_look_is_written_before_the_page_is_shown(
    world: World, full: Case, pages: dict[str, str], client: Client
) -> None:
    for name, url in pages.items():
        before = Look.objects.count()
        client.force_login(world.practitioner2)
        client.get(url)
        assert Look.objects.count() == before, name  # nothing shown, nothing looked at
        client.force_login(world.practitioner)
        assert client.get(url).status_code == 200, name
        look = Look.objects.latest("pk")
        assert Look.objects.count() == before + 1, name
        assert (look.case_id, look.actor_id) == (full.pk, world.practitioner.pk), name
        assert look.kind == ("downloaded" if name == "case-file" else "opened"), name


def test_somebody_of_another_family_is_not_found_here(
    world: World, full: Case, client: Client, waiting: Case
) -> None:
    client.force_login(world.head)
    ours, stranger = mother_of(full), mother_of(waiting)
    for name in ("case-person", "case-address", "case-way-end", "case-alert-end"):
        url = address(name, full, world).replace(f"/{ours.pk}/", f"/{stranger.pk}/", 1)
        assert client.get(url).status_code == 404, name


def test_what_belongs_to_another_family_is_not_found_here(
    world: World, full: Case, client: Client, waiting: Case
) -> None:
    with acting_as(world.manager):
        theirs = agreeing.record_agreement(case=waiting, by=world.manager, how="by_phone")
    client.force_login(world.manager)
    url = f"/cases/{full.reference}/agreements/{theirs.pk}/withdrawal/"
    assert client.get(url).status_code == 404
    assert client.post(url, {}).status_code == 404


@pytest.mark.parametrize("who", ["desk", "social_worker"])
def test_who_reads_but_does_not_work_with_the_family_changes_nothing(
    world: World, full: Case, client: Client, who: str
) -> None:
    client.force_login(world.people[who])
    url = address("case-person", full, world)
    page = client.get(url).content.decode()
    assert "Only people who work with this family can do this." in page
    assert 'name="given_name"' not in page


def masked(answer: Any) -> str:
    """What was answered, without the token and the address that differ each time."""
    text = re.sub(_DIFFERS, "", answer.content.decode())
    return re.sub(r"EH-\d{4}-\d{5}", "EH", text)
