"""Every address of this room × every person of the cast; and that each look is written down."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as_system, acting_by_link
from assessments.actions import linking
from assessments.actions.delivering import Delivered, add_intervention
from assessments.actions.gathering import join
from assessments.actions.reviewing import Guest, Minutes, Reading, hold
from assessments.actions.saying import Kind, say
from assessments.link_rules import against
from assessments.models import (
    Action,
    Assessment,
    Delegation,
    FamilyWord,
    Goal,
    Intervention,
    Invitation,
    PlanLink,
    Review,
    Score,
)
from assessments.urls import urlpatterns
from audit.models import Look
from cases.actions.steps.stepping_down import note_step_down
from cases.models import Case, Need, StepDownAction, TafMember
from tests.assessments.arranging import (
    agreed,
    give_to_write,
    led_case,
    planned_meeting,
    started,
    submitted,
)
from tests.cases.page.arranging import mother_of
from tests.cast import World, make_family

EVERYBODY_ON_THE_CASE = {
    "desk", "social_worker", "manager", "head", "practitioner", "duty", "team_manager",
}  # fmt: skip
WORKERS = {"manager", "head", "practitioner", "duty", "team_manager"}
SIGNERS = {"manager", "head", "team_manager"}

# Who comes in, by address; each must be named here.
MAY_COME = {
    "case-assessment": EVERYBODY_ON_THE_CASE,
    "assessment-start": WORKERS,
    "assessment-finish": WORKERS,
    "assessment-continue": EVERYBODY_ON_THE_CASE,
    "assessment-submit": WORKERS,
    "assessment-sign-off": SIGNERS,
    "assessment-read": EVERYBODY_ON_THE_CASE,
    "assessment-section": EVERYBODY_ON_THE_CASE,
    "section-ask": WORKERS,
    "section-hand-in": EVERYBODY_ON_THE_CASE,
    "section-take-back": WORKERS,
    "case-plan": EVERYBODY_ON_THE_CASE,
    "plan-agree": WORKERS,
    "plan-goal-add": WORKERS,
    "plan-goal": WORKERS,
    "plan-action-add": WORKERS,
    "plan-action": WORKERS,
    "plan-action-done": WORKERS,
    "plan-action-drop": WORKERS,
    "plan-need-aside": WORKERS,
    "plan-look-again": WORKERS,
    "plan-left-take-up": WORKERS,
    "plan-left-aside": WORKERS,
    "plan-programme-add": WORKERS,
    "plan-programme": WORKERS,
    "plan-links": EVERYBODY_ON_THE_CASE,
    "plan-link-give": WORKERS,
    "plan-link-code": WORKERS,
    "plan-link-end": WORKERS,
    "family-word-saw": EVERYBODY_ON_THE_CASE,
    "taf-invite": WORKERS,
    "taf-call-off": WORKERS,
    "taf-calendar": EVERYBODY_ON_THE_CASE,
    "taf-answer": EVERYBODY_ON_THE_CASE,
    "case-meetings": EVERYBODY_ON_THE_CASE,
    "taf-record": WORKERS,
    "taf": EVERYBODY_ON_THE_CASE,
    "taf-copy": WORKERS,
    "case-readings": EVERYBODY_ON_THE_CASE,
    "reading-add": WORKERS,
    "reading-correct": WORKERS,
    "taf-member-add": WORKERS,
    "taf-member-remove": WORKERS,
}
SAVES = "assessment-save"
# They take POST alone: test_prompts.py, test_delegating.py, test_plan_links.py.
POSTS = {SAVES, "assessment-prompt", "section-read", "family-word-read"}
# Of no case, test_form_pages.py; and the door of a family without an account, test_plan_links.py.
ELSEWHERE = ("forms", "form-", "family-plan", "family-leave")
NAMES = sorted(
    {name for row in urlpatterns if not (name := str(row.name)).startswith(ELSEWHERE)} - POSTS
)


def test_every_address_is_in_the_table() -> None:
    assert set(NAMES) == set(MAY_COME)


@pytest.fixture
def full(world: World) -> Case:
    """A case with one of everything."""
    case = agreed(world).case
    with acting_as_system("arranging"):
        hold(
            case=case,
            by=world.practitioner,
            held_on=timezone.localdate(),
            record_of=Minutes(
                guests=[Guest("Ngozi Okafor", came=True)], readings=[Reading("worker", 5, "Pat")]
            ),
        )
        join(case=case, by=world.practitioner, name="Helen Visitor")
        group = Delivered("Parenting group", timezone.localdate())
        add_intervention(case=case, by=world.practitioner, what=group)
        left = [{"what": "Finish the course"}]
        note_step_down(case=case, by=world.desk, social_care_worker="A", actions=left,
                       on=timezone.localdate())  # fmt: skip
        _say_by_a_link(world, case)
    return planned_meeting(world, case).case


def _say_by_a_link(world: World, case: Case) -> None:
    mother, seen = mother_of(case), list(against(case, mother_of(case)))
    terms = linking.Terms("Her own telephone", timezone.localdate() + timedelta(days=9))
    given = linking.give(case=case, person=mother, by=world.practitioner, terms=terms, seen=seen)
    with acting_by_link(mother.name, case_id=case.pk):
        say(link=given.link, kind=Kind.AGREES)


def addresses(name: str, case: Case) -> list[str]:
    """The pages of that name, about things that are there."""
    with acting_as_system("looking for them"):
        numbers = {
            "number": Review.objects.get(case=case).pk
            if name.startswith("taf")
            else _first(Delegation.objects.filter(case=case))
            if name in {"section-hand-in", "section-take-back"}
            else _first(PlanLink.objects.filter(case=case))
            if name.startswith("plan-link-")
            else _first(FamilyWord.objects.filter(case=case))
            if name == "family-word-saw"
            else Assessment.objects.filter(case=case).latest("pk").pk,
            "goal": _first(Goal.objects.filter(case=case)),
            "action": _first(Action.objects.filter(case=case)),
            "need": _first(Need.objects.filter(case=case)),
            "left": _first(StepDownAction.objects.filter(case=case)),
            "invitation": _first(Invitation.objects.filter(case=case)),
            "intervention": _first(Intervention.objects.filter(case=case)),
            "reading": _first(Score.objects.filter(case=case)),
            "member": _first(TafMember.objects.filter(case=case)),
            "person": case.family.people.filter(kind="child")[0].pk,
        }
    found = []
    for pattern in urlpatterns:
        if pattern.name != name:
            continue
        path = str(pattern.pattern).replace("<slug:reference>", case.reference)
        path = path.replace("<slug:section>", "words" if "person" in path else "family")
        path = re.sub(r"<int:(\w+)>", lambda match: str(numbers[match[1]]), path)
        found.append(f"/{path}")
    return found


def _first(rows: Any) -> int:
    row = rows.order_by("pk").first()
    return row.pk if row else 0


@pytest.fixture
def cases(world: World, full: Case) -> dict[str, Case]:
    """For each address the case it is asked about: most of them the full one."""
    begun = started(world, _another(world)).case
    sent = submitted(world, _another(world)).case
    give_to_write(world, begun)
    apart = {"assessment-continue": begun, "assessment-submit": begun, "assessment-sign-off": sent}
    apart |= dict.fromkeys(("section-ask", "section-hand-in", "section-take-back"), begun)
    return {name: apart.get(name, full) for name in NAMES}


def _another(world: World) -> Case:
    return led_case(world, make_family(world, "Bal"))


def test_who_comes_in(world: World, cases: dict[str, Case], client: Client) -> None:
    wrong = []
    for who, user in world.people.items():
        client.force_login(user)
        for name in NAMES:
            expected = {200, 302} if who in MAY_COME[name] else {404}
            wrong += [
                (who, url, status)
                for url in addresses(name, cases[name])
                if (status := client.get(url).status_code) not in expected
            ]
    assert not wrong


def test_somebody_signed_out_is_asked_to_sign_in(cases: dict[str, Case], client: Client) -> None:
    for name in NAMES:
        for url in addresses(name, cases[name]):
            answer = client.get(url)
            assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={url}")


def test_saving_by_strangers_is_not_found(world: World, full: Case, client: Client) -> None:
    for who in ("practitioner2", "school", "analyst", "admin", "nobody"):
        client.force_login(world.people[who])
        for url in addresses(SAVES, full):
            assert client.post(url, {"changed": "who_helps"}).status_code == 404
            assert client.get(url).status_code == 405


def test_the_rows_of_another_case_are_not_found(world: World, full: Case, client: Client) -> None:
    """An address that mixes one's own case with the number of another family's record."""
    other = _another(world)
    client.force_login(world.practitioner)
    give_to_write(world, full)
    mixed = [
        url.replace(full.reference, other.reference)
        for name in NAMES
        for url in addresses(name, full)
        if re.search(r"/\d+/", url.replace(full.reference, ""))
    ]
    assert len(mixed) > 10
    assert [url for url in mixed if client.get(url).status_code != 404] == []


def test_each_look_is_written_down(world: World, cases: dict[str, Case], client: Client) -> None:
    reader = world.manager
    client.force_login(reader)
    lead_on = {"assessment-continue", "plan-look-again"}  # to a page that does
    for name in sorted(set(NAMES) - lead_on):
        case = cases[name]
        looks = Look.objects.filter(case_id=case.pk, actor_id=reader.pk)
        for url in addresses(name, case):
            before = looks.count()
            assert client.get(url).status_code == 200, url
            assert looks.count() == before + 1, url


def test_who_reads_and_does_not_write_gets_no_boxes(world: World, client: Client) -> None:
    case = started(world).case
    (url, _) = addresses("assessment-section", case)
    client.force_login(world.desk)
    page = client.get(url).content.decode()
    assert "You can read this section." in page
    assert "<textarea" not in page
    client.force_login(world.practitioner)
    assert "<textarea" in client.get(url).content.decode()
