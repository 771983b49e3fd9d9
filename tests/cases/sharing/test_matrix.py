"""Who sees a case: each relation a person can have to it × each state of agreement and sharing ×
each place it could be seen in, with the expected answer of every cell."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from cases.actions.leads.allocating import allocate
from cases.actions.sharing import objecting, withdrawing
from cases.actions.sharing.withdrawing import GoesOn
from cases.models import Case, SharingBasis
from referrals.models import Referral
from tests.cases.sharing.arranging import join, share, withdraw
from tests.cast import World, make_case, make_family

# Who, as a member of the cast, in which relation to the case.
RELATIONS = {
    "council lead": "practitioner",
    "partner lead": "school",
    "partner in the team": "school",
    "colleague of the partner": "colleague",
    "other agency in the team": "school2",
    "referrer": "school",
    "outsider": "practitioner2",
}
STATES = ["no basis", "basis", "expired", "stopped", "withdrawn", "gone on", "objection"]
PARTNERS = {"partner lead", "partner in the team"}
OPEN = {"basis", "gone on"}  # in which a partner of the agency shared with sees the case
PLACES = ["page", "list", "API", "rule", "row security"]


def expected(relation: str, state: str, place: str) -> bool:
    """What a practitioner would answer."""
    if relation == "council lead":
        return place != "API"
    return relation in PARTNERS and state in OPEN and place != "API"


def arranged(world: World, relation: str, state: str) -> Case:
    case = make_case(world, make_family(world, "Kaya"))
    share(case, world, world.school_agency)
    lead = world.school if relation == "partner lead" else world.practitioner
    with acting_as(world.manager):
        allocate(case=case, lead=lead, by=world.manager)
    if relation == "partner in the team":
        join(case, world.school)
    if relation == "other agency in the team":
        join(case, world.school2)
    if relation == "referrer":
        with acting_as_system("arranging a test"):
            _refer(case, world.school)
    CHANGES[state](case, world)
    return case


def _refer(case: Case, user: Any) -> None:
    now = timezone.now()
    Referral.objects.create(
        reference="RQ-2026-90001", door="partner", received_at=now, due_at=now,
        sender="school", sender_user=user, sender_agency=user.agency, worries="Tired",
        family_knows="yes", case=case,
    )  # fmt: skip


def _end(case: Case, **values: Any) -> None:
    with acting_as_system("arranging a test"):
        SharingBasis.objects.filter(family=case.family).update(**values)


def _expire(case: Case) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    _end(case, from_date=yesterday, to_date=yesterday)


def _without(case: Case) -> None:
    with acting_as_system("arranging a test"):
        SharingBasis.objects.filter(family=case.family).delete()


def _go_on(case: Case, world: World) -> None:
    withdrawal = withdraw(case, world.manager)
    with acting_as(world.manager):
        stopped = SharingBasis.objects.get(stopped_by=withdrawal)
        withdrawing.go_on(
            case=case, by=world.manager, why="Risk", family_told=True, seen=[withdrawal.pk],
            sharing=[GoesOn(stopped, "public_task", "safeguarding")],
        )  # fmt: skip


def _object(case: Case, world: World) -> None:
    with acting_as(world.manager):
        objecting.record_objection(
            case=case, by=world.manager, who="The mother", to_what="All of it",
            basis=SharingBasis.objects.get(family=case.family), stop_meanwhile=True,
        )  # fmt: skip


CHANGES: dict[str, Callable[[Case, World], Any]] = {
    "no basis": lambda case, world: _without(case),
    "basis": lambda case, world: None,
    "expired": lambda case, world: _expire(case),
    "stopped": lambda case, world: _end(case, stopped_at=timezone.now()),
    "withdrawn": lambda case, world: withdraw(case, world.manager),
    "gone on": _go_on,
    "objection": _object,
}


def found(user: Any, case: Case, client: Client) -> dict[str, bool]:
    """Where this person finds the case."""
    client.force_login(user)
    home = "/our-families/" if user.role == "partner_practitioner" else "/my-families/"
    with acting_as(user):
        by_rule = Case.objects.visible_to(user).filter(pk=case.pk).exists()
        by_database = Case.objects.filter(pk=case.pk).exists()
    address = f"/cases/{case.reference}/"
    return {
        "page": client.get(address).status_code == 200,
        "list": address in client.get(home).content.decode(),
        "API": case.reference in client.get("/api/v1/").content.decode(),
        "rule": by_rule,
        "row security": by_database,
    }


def test_every_cell(world: World, client: Client) -> None:
    """Relations × states × places, each with its answer; how many there were is printed."""
    world.people["colleague"] = _colleague(world)
    wrong, cells = [], 0
    for relation, who in RELATIONS.items():
        for state in STATES:
            case = arranged(world, relation, state)
            seen = found(world.people[who], case, client)
            for place in PLACES:
                cells += 1
                if seen[place] is not expected(relation, state, place):
                    wrong.append((relation, state, place, seen[place]))
            with acting_as_system("arranging a test"):
                Referral.objects.all().delete()
    print(f"{cells} cells of relation × state × place")
    assert not wrong
    assert cells == len(RELATIONS) * len(STATES) * len(PLACES)


@pytest.mark.parametrize("state", sorted(set(STATES) - OPEN))
def test_what_hides_it_is_the_basis(world: World, client: Client, state: str) -> None:
    """The anti-test: with a basis put there by hand, the same person sees the same case."""
    case = arranged(world, "partner in the team", state)
    assert not found(world.school, case, client)["row security"]
    with acting_as_system("an anti-test"):
        SharingBasis.objects.create(
            family=case.family, agency=world.school_agency, what="The plan",
            from_date=timezone.localdate(),
        )  # fmt: skip
    assert all(
        value for place, value in found(world.school, case, client).items() if place != "API"
    )


def _colleague(world: World) -> Any:
    return type(world.school).objects.create_user(
        "colleague@example.org", "a-long-test-password", name="Col League",
        role="partner_practitioner", agency=world.school_agency,
    )  # fmt: skip
