"""A form that is sent says all that is wrong with it at once: its own faults and the rules’."""

from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as
from cases.actions.steps import stepping_up
from cases.models import Case, ClosureRequest, Contact, Need, StepUp
from tests.cases.helpers import sent
from tests.cases.test_pages import TICKED, children, closing_form, contact_form, url
from tests.cast import World


def faults(client: Client, address: str, typed: dict[str, Any]) -> dict[str, list[str]]:
    """What stands beside each answer, and above the form under "__all__"."""
    page = client.post(address, typed)
    assert page.status_code == 200
    return {field: list(said) for field, said in page.context["form"].errors.items()}


@pytest.fixture
def lead(client: Client, world: World) -> Client:
    client.force_login(world.practitioner)
    return client


def test_a_closing(world: World, led: Case, needs: list[Need], lead: Client) -> None:
    housing, education = (f"need_{need.pk}" for need in needs)
    typed = closing_form(led, needs[:1], summary="", family_view="", stays_in_touch="")
    found = faults(lead, url(led, "closure/"), typed)
    assert set(found) == {education, "summary", "family_view", "stays_in_touch"}
    assert found["summary"] == ["Enter summary of the work"]  # once, though two ask for it
    empty = sent(version=led.version)
    assert set(faults(lead, url(led, "closure/"), empty)) == {
        "reason",
        "summary",
        housing,
        education,
    }
    assert not ClosureRequest.objects.exists()


def test_what_an_ending_does_not_ask_for_is_not_asked(
    world: World, led: Case, needs: list[Need], lead: Client
) -> None:
    typed = sent(version=led.version, reason="child_died")
    assert set(faults(lead, url(led, "closure/"), typed)) == {"summary"}


def test_a_manager_s_check_of_risk(
    world: World, led: Case, needs: list[Need], client: Client
) -> None:
    client.force_login(world.manager)
    typed = closing_form(led, needs, reason="disengaged", summary="")
    assert set(faults(client, url(led, "closure/"), typed)) == {"summary", "risk_check"}


def test_a_contact(led: Case, lead: Client) -> None:
    address = url(led, "contacts/new/")
    typed = contact_form(led, kind="", text="", happened_on_day="31")
    assert set(faults(lead, address, typed)) == {"kind", "happened_on", "text"}
    seen = {"children_seen": [children(led)[0].pk], "no_access": "on"}
    found = faults(lead, address, contact_form(led, kind="", happened_on_year="2126", **seen))
    assert set(found) == {"kind", "happened_on", "no_access"}
    assert "a child was seen" in found["no_access"][0]
    typed = contact_form(led, kind="", text="x" * 8001)
    assert [len(said) for said in faults(lead, address, typed).values()] == [1, 1]
    assert not Contact.objects.exists()


def test_a_step_up(led: Case, lead: Client) -> None:
    found = faults(lead, url(led, "step-up/"), sent(**TICKED))
    assert set(found) == {"why_now", "tried"}
    assert set(faults(lead, url(led, "step-up/"), sent(urgent="on"))) == {"why_now", "rung_whom"}
    assert not StepUp.objects.exists()


def test_a_step_of_the_procedure_explained_at_too_great_length(led: Case, lead: Client) -> None:
    key = next(iter(TICKED)).removeprefix("step_")
    ticked = TICKED | {f"step_{key}": "", f"why_{key}": "x" * 501}
    found = faults(lead, url(led, "step-up/"), sent(why_now="Injury", tried="Visits", **ticked))
    assert set(found) == {f"why_{key}"}
    assert "500 characters or fewer" in found[f"why_{key}"][0]


def test_social_care_s_answer(world: World, led: Case, client: Client) -> None:
    with acting_as(world.practitioner):
        made = stepping_up.request(
            case=led,
            by=world.practitioner,
            why_now="Injury",
            urgent=True,
            rung_whom="Sol",
        )
    client.force_login(world.manager)
    version = StepUp.objects.get(pk=made.pk).version
    typed = sent(answer="returned", version=version)
    assert set(faults(client, url(led, "step-up/answer/"), typed)) == {"answer_by", "reason"}
    typed = sent(version=version)
    assert set(faults(client, url(led, "step-up/answer/"), typed)) == {"answer_by", "answer"}


def test_whoever_cannot_do_it_at_all_is_told_that_alone(
    world: World, led: Case, needs: list[Need], lead: Client
) -> None:
    with acting_as(world.practitioner):
        stepping_up.request(case=led, by=world.practitioner, why_now="Injury", tried="Visits")
    found = faults(lead, url(led, "closure/"), sent(version=led.version))
    assert set(found) == {"reason", "summary", "__all__"}
    assert found["__all__"] == ["A step-up is in progress. Record its answer first."]
