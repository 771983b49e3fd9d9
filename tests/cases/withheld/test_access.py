"""Who comes in to what is not to be shared and to copies; marking and sharing again."""

import pytest
from django.test import Client

from accounts.acting import acting_as
from assessments.models import Plan
from audit.models import Event
from audit.refusal import Refused
from cases.actions.sharing.withholding import lift, withhold
from cases.models import Address, Case, Withheld
from tests.cases.withheld.arranging import (
    HIDDEN_STREET,
    acts_for_father,
    family_with_a_past,
    father_of,
    items_of_each_kind,
    let_in,
)
from tests.cast import World

READERS = {"desk", "social_worker", "manager", "head", "practitioner", "duty", "team_manager"}


@pytest.fixture
def case(world: World) -> Case:
    return family_with_a_past(world)


def test_who_comes_in(world: World, case: Case, client: Client) -> None:
    row = items_of_each_kind(case)["cases.address"]
    plan = Plan.objects.get(case=case).pk
    father = father_of(case).pk
    parts = ("not-to-be-shared/", "not-to-be-shared/choose/", "not-to-be-shared/acting/new/",
             f"not-to-be-shared/new/cases.address/{row}/", "copies/", f"copies/plan/{plan}/",
             f"copies/plan/{plan}/for/person-{father}/", "given/")  # fmt: skip
    for who, user in world.people.items():
        client.force_login(user)
        found = {client.get(f"/cases/{case.reference}/{part}").status_code for part in parts}
        assert found == {200 if who in READERS else 404}, (who, found)


def test_another_agency_comes_in_unless_it_acts_for_somebody(
    world: World, case: Case, client: Client
) -> None:
    let_in(world, case, world.school)
    client.force_login(world.school)
    address = f"/cases/{case.reference}/not-to-be-shared/"
    assert client.get(address).status_code == 200
    acts_for_father(world, case, world.school.agency)
    assert client.get(address).status_code == 404


def test_an_address_is_marked_on_everybody_who_lives_there_and_shared_again(
    world: World, case: Case
) -> None:
    row = items_of_each_kind(case)["cases.address"]
    with acting_as(world.practitioner):
        marks = withhold(
            case=case, by=world.practitioner, kind="cases.address", row_id=row,
            why="domestic_abuse", person=father_of(case),
        )  # fmt: skip
        same = set(Address.objects.filter(lines=HIDDEN_STREET).values_list("pk", flat=True))
        assert {mark.row_id for mark in marks} == same
        assert len(same) == 3
        with pytest.raises(Refused, match="Say why"):
            lift(case=case, by=world.practitioner, mark=marks[0], reason=" ")
        lift(case=case, by=world.practitioner, mark=marks[0], reason="The court agreed")
    assert Withheld.objects.filter(ended_at__isnull=True).count() == 2
    event = Event.objects.get(verb="withheld.set")
    assert "Quince" not in event.summary


def test_nobody_is_kept_from_themselves_nor_from_nobody(world: World, case: Case) -> None:
    father = father_of(case)
    with acting_as(world.practitioner):
        for facts in ({"person": father}, {"name": " "}):
            with pytest.raises(Refused):
                withhold(
                    case=case, by=world.practitioner, kind="cases.person", row_id=father.pk,
                    why="asked", **facts,
                )  # fmt: skip
