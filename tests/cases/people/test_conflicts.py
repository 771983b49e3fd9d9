"""Somebody linked to a person of a family never sees it, whatever their role."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from audit.refusal import Refused
from cases.actions.leads.allocating import allocate
from cases.actions.people.registering import add_to_family, register_family
from cases.actions.sharing.declaring import declare, end_conflict
from cases.models import Case, Conflict, Person
from referrals.models import Referral
from tests.cast import World, make_case, make_family
from tests.letters import the_letter
from tests.referrals.requests import make_request


@pytest.fixture
def case(world: World) -> Case:
    return make_case(world, make_family(world, "Quillon"))


def mother_of(case: Case) -> Person:
    return Person.objects.get(memberships__family=case.family, given_name="Ngozi")


def declared(case: Case, user: Any, by: Any = None) -> Conflict:
    with acting_as(by or user):
        facts = {"person": mother_of(case), "user": user, "link": "cousin"}
        return declare(case=case, by=by or user, **facts)


@pytest.mark.parametrize("who", ["desk", "social_worker", "head", "manager", "duty"])
def test_from_the_next_page_on(world: World, case: Case, client: Client, who: str) -> None:
    user = world.people[who]
    client.force_login(user)
    url = reverse("case", args=[case.reference])
    assert client.get(url).status_code == 200
    declared(case, user)
    assert client.get(url).status_code == 404
    with acting_as(user):
        assert not Person.objects.filter(family_name="Quillon").exists()


def test_it_holds_for_every_family_of_the_person_and_for_no_other(world: World, case: Case) -> None:
    other = make_case(world, make_family(world, "Rusk"))
    second = register_family(name="Second home", by=world.desk)
    add_to_family(family=second, person=mother_of(case), relationship="partner", by=world.desk)
    declared(case, world.desk)
    with acting_as(world.desk):
        assert set(Case.objects.visible_to(world.desk)) == {other}
        assert not type(second).objects.filter(pk=second.pk).exists()


def test_a_lead_is_replaced_and_cannot_lead_again(world: World, case: Case) -> None:
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    declared(case, world.practitioner)
    mail = the_letter()
    assert mail["to"] == ["manager@example.org"]
    assert "Quillon" not in str(mail)
    with acting_as(world.manager):
        allocate(case=case, lead=world.duty, by=world.manager)
        with pytest.raises(Refused, match="cannot lead this family"):
            allocate(case=case, lead=world.practitioner, by=world.manager)


def test_for_oneself_or_as_a_manager(world: World, case: Case) -> None:
    declared(case, world.practitioner, by=world.manager)
    with pytest.raises(Refused, match="already"):
        declared(case, world.practitioner, by=world.manager)
    with pytest.raises(Refused, match="for yourself"):
        declared(case, world.head, by=world.duty)
    with acting_as(world.practitioner2), pytest.raises(Case.DoesNotExist):
        declare(
            case=case, person=mother_of_anybody(), user=world.practitioner2,
            by=world.practitioner2, link="x",
        )  # fmt: skip


def mother_of_anybody() -> Any:
    return None


def test_what_is_sent_about_them_is_closed_too(world: World, case: Case) -> None:
    declared(case, world.desk)
    child = case.children.order_by("pk").first()
    assert child is not None
    request = make_request(
        {
            "kind": "child",
            "given_name": child.given_name,
            "family_name": child.family_name,
            "date_of_birth": child.date_of_birth,
        }
    )
    with acting_as(world.desk):
        assert not Referral.objects.visible_to(world.desk).exists()
        assert not Referral.objects.exists()
    with acting_as(world.social_worker):
        assert Referral.objects.visible_to(world.social_worker).get() == request


def test_the_desk_is_told_another_team_has_it(world: World, case: Case, client: Client) -> None:
    declared(case, world.desk)
    child = case.children.order_by("pk").first()
    assert child is not None
    request = make_request(
        {
            "kind": "child",
            "given_name": child.family_name,  # the names swapped
            "family_name": child.given_name,
            "date_of_birth": child.date_of_birth,
        }
    )
    client.force_login(world.desk)
    board = client.get(reverse("triage")).content.decode()
    assert "Taken by another team" in board
    assert request.reference in board
    assert "Quillon" not in board
    page = client.get(reverse("request", args=[request.reference])).content.decode()
    assert "Another team works on this request" in page
    assert "Quillon" not in page


def test_it_ends_by_a_manager_and_never_by_oneself(world: World, case: Case) -> None:
    conflict = declared(case, world.head)
    with acting_as(world.head), pytest.raises(Refused):
        end_conflict(conflict=conflict, by=world.head, reason="I prefer to see it")
    with acting_as(world.manager):
        end_conflict(conflict=conflict, by=world.manager, reason="Another person of that name")
    with acting_as(world.head):
        assert Case.objects.visible_to(world.head).get() == case
