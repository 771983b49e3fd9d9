"""Somebody of the team who is linked to the family: what the pages say of them agrees."""

import pytest
from django.test import Client

from accounts.acting import acting_as
from assessments.actions.gathering import join
from assessments.blocking import writer_blockers
from cases.actions.sharing.agreeing import record_sharing
from cases.actions.sharing.declaring import declare
from cases.models import Case
from tests.assessments.arranging import led_case
from tests.cases.page.arranging import mother_of
from tests.cast import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world: World) -> Case:
    """A partner in the team, with a basis that covers their agency."""
    case = led_case(world)
    with acting_as(world.manager):
        record_sharing(
            case=case, by=world.manager, agency=world.school_agency, basis="public_task",
            what="The plan",
        )  # fmt: skip
        join(case=case, by=world.manager, user=world.school, name=world.school.name, role="")
    return case


def link(world: World, case: Case) -> None:
    with acting_as(world.school):
        declare(case=case, person=mother_of(case), user=world.school, by=world.school, link="aunt")


def page(client: Client, world: World, case: Case, where: str) -> str:
    client.force_login(world.practitioner)
    return client.get(f"/cases/{case.reference}/{where}").content.decode()


def test_who_can_see_this_says_one_thing_of_them(client: Client, world: World, case: Case) -> None:
    assert "sees it while" in page(client, world, case, "access/")
    link(world, case)
    said = page(client, world, case, "access/")
    assert "sees it while" not in said
    assert "does not see it" in said


def test_an_invitation_does_not_ask_for_a_basis_that_is_there(
    client: Client, world: World, case: Case
) -> None:
    link(world, case)
    said = page(client, world, case, "meetings/next/")
    assert "is linked to somebody of this family" in said
    assert "sharing basis" not in said


def test_a_section_is_not_asked_of_them_and_says_why(world: World, case: Case) -> None:
    link(world, case)
    with acting_as(world.practitioner):
        (reason,) = writer_blockers(case, world.school)
    assert "is linked to somebody of this family" in reason
