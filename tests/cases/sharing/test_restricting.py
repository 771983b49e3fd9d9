"""Restricted records: for the people named alone, in every list, and on record."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.acting import acting_as
from audit.models import Event, Job
from audit.refusal import Refused
from cases.actions.leads.allocating import allocate
from cases.actions.people.registering import add_to_family, register_person
from cases.actions.sharing import restricting
from cases.looking import read
from cases.models import Case, Family, NamedPerson, Person
from cases.queries.people.find import find
from tests.cast import World, make_case, make_family
from tests.referrals.requests import make_request


@pytest.fixture
def case(world: World) -> Case:
    return make_case(world, make_family(world, "Quillon"))


def restricted(case: Case, world: World, **more: Any) -> Case:
    facts: dict[str, Any] = {
        "kind": "staff",
        "reason": "The mother works at the desk",
        "named": [world.social_worker],
        "deputies": [world.head],
    }
    with acting_as(world.manager):
        restricting.restrict(case=case, by=world.manager, **(facts | more))
    return Case.objects.get(pk=case.pk)


def test_whoever_is_not_named_finds_nothing_any_more(world: World, case: Case) -> None:
    restricted(case, world)
    for who in ("desk", "manager", "practitioner", "team_manager", "duty"):
        user = world.people[who]
        with acting_as(user):
            assert not Case.objects.visible_to(user).exists()
            assert find(user, read("Quillon")).families == []
            assert not Person.objects.filter(family_name="Quillon").exists()
    for who in ("social_worker", "head"):
        with acting_as(world.people[who]):
            assert Case.objects.visible_to(world.people[who]).get() == case
            assert find(world.people[who], read("Quillon")).families


def test_whoever_restricted_it_without_naming_themselves_is_out_too(
    world: World, case: Case, client: Client
) -> None:
    client.force_login(world.manager)
    url = reverse("case-restrict", args=[case.reference])
    page = client.get(url)
    assert "Locality manager, Low Hill" in page.text
    answer = client.post(
        url,
        {
            "one_time_key": page.context["form"]["one_time_key"].value(),
            "kind": "high_risk",
            "reason": "He looks for her",
            "named": [world.social_worker.pk],
            "deputies": [world.head.pk],
        },
    )
    assert answer.headers["Location"] == reverse("home")
    assert client.get(reverse("case", args=[case.reference])).status_code == 404
    event = Event.objects.get(verb="case.restricted")
    assert (event.actor_id, event.reason) == (world.manager.pk, "He looks for her")


@pytest.mark.parametrize(
    ("named", "deputies", "says"),
    [
        ([], ["social_worker"], restricting.NOBODY),
        (["social_worker"], [], restricting.NO_DEPUTY),
        (["manager"], ["head"], restricting.NO_DECIDER),
        (["social_worker"], ["analyst"], "Ana Analyst cannot be named"),
        (["social_worker"], ["practitioner"], "Name at least one manager of Bilston who"),
        (["social_worker"], ["manager2"], "Name at least one manager of Bilston who"),
    ],
)
def test_the_people_named_must_be_able_to_keep_it_going(
    world: World, case: Case, named: list[str], deputies: list[str], says: str
) -> None:
    people = {
        "named": [world.people[who] for who in named],
        "deputies": [world.people[who] for who in deputies],
    }
    with pytest.raises(Refused, match=says[:40]):
        restricted(case, world, **people)
    assert not Family.objects.get(pk=case.family_id).restricted


def test_the_lead_is_named_or_gives_the_case_away(world: World, case: Case) -> None:
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    with pytest.raises(Refused, match="Pat Practitioner leads the case"):
        restricted(case, world)
    restricted(case, world, named=[world.social_worker, world.practitioner])
    with acting_as(world.practitioner):
        assert Case.objects.visible_to(world.practitioner).exists()


def test_a_manager_who_leads_it_is_not_the_one_who_signs_off(world: World, case: Case) -> None:
    with acting_as(world.head):
        allocate(case=case, lead=world.manager, by=world.head)
    named = [world.social_worker, world.manager]
    with pytest.raises(Refused, match="who does not lead the case"):
        restricted(case, world, named=named, deputies=[world.desk])
    restricted(case, world, named=named, deputies=[world.team_manager])
    [row] = NamedPerson.objects.filter(user=world.team_manager)
    with acting_as(world.manager), pytest.raises(Refused, match="who does not lead the case"):
        restricting.unname(case=case, by=world.manager, named=row)


def test_nobody_who_is_not_named_can_be_made_its_lead(world: World, case: Case) -> None:
    restricted(case, world, named=[world.social_worker, world.manager])
    with acting_as(world.manager), pytest.raises(Refused, match="not named on this restricted"):
        allocate(case=case, lead=world.practitioner, by=world.manager)


def test_who_joins_a_restricted_family_is_restricted_and_who_leaves_is_not(
    world: World, case: Case
) -> None:
    restricted(case, world, named=[world.social_worker, world.manager])
    with acting_as(world.manager):
        uncle = register_person(by=world.manager, kind="adult", family_name="Quillon")
        joined = add_to_family(
            family=case.family, person=uncle, relationship="relative", by=world.manager
        )
    assert Person.objects.get(pk=uncle.pk).restricted
    type(joined).objects.filter(pk=joined.pk).update(to_date=joined.from_date)
    assert not Person.objects.get(pk=uncle.pk).restricted


def test_named_taken_off_and_lifted(world: World, case: Case) -> None:
    case = restricted(case, world, named=[world.social_worker, world.manager])
    with acting_as(world.manager):
        restricting.name(case=case, by=world.manager, user=world.practitioner)
        head = NamedPerson.objects.get(user=world.head)
        with pytest.raises(Refused, match="deputy"):
            restricting.unname(case=case, by=world.manager, named=head)
        mine = NamedPerson.objects.get(user=world.practitioner)
        restricting.unname(case=case, by=world.manager, named=mine)
        restricting.lift(case=case, by=world.manager, reason="She left the council")
    with acting_as(world.desk):
        assert Case.objects.visible_to(world.desk).filter(pk=case.pk).exists()
        assert not Person.objects.filter(restricted=True).exists()


def test_a_case_cannot_be_freer_than_its_family(world: World, case: Case) -> None:
    """Held by the database: not even the product itself can part the two."""
    restricted(case, world)
    assert Case.objects.get(pk=case.pk).restricted
    apart = pytest.raises(IntegrityError, match="a_case_is_restricted_as_its_family_is")
    with apart, transaction.atomic():
        Case.objects.filter(pk=case.pk).update(restricted=False)


def test_a_restricted_record_and_one_that_is_not_there_answer_alike(
    world: World, case: Case, client: Client
) -> None:
    restricted(case, world)
    client.force_login(world.manager)
    there = client.get(reverse("case", args=[case.reference]))
    nowhere = client.get(reverse("case", args=["EH-2026-99999"]))
    assert there.status_code == nowhere.status_code == 404
    assert _masked(there, case.reference) == _masked(nowhere, "EH-2026-99999")


def _masked(answer: Any, reference: str) -> tuple[str, list[tuple[str, str]]]:
    drop = {"X-Request-ID", "Date"}
    headers = sorted((k, v) for k, v in answer.headers.items() if k not in drop)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    headers = [each for each in headers if each[0] != "Content-Security-Policy"]
    return re.sub(r'nonce="[^"]*"', "", text.replace(reference, "…")), headers


def test_earlier_requests_about_it_leave_the_desk_too(world: World, case: Case) -> None:
    child = case.children.order_by("pk").first()
    assert child is not None
    request = make_request()
    request.people.update(person=child)
    restricted(case, world)
    with acting_as(world.desk):
        assert not type(request).objects.visible_to(world.desk).exists()
    with acting_as(world.social_worker):
        assert type(request).objects.visible_to(world.social_worker).get() == request
    assert not Job.objects.filter(kind="send_mail").exists()  # told of new ones, not of this one
