"""`visible_to` and the database's row security are one rule said twice."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from cases.actions.leads.allocating import allocate
from cases.models import Case, SharingBasis, TafMember
from tests.cast import World, make_case, make_family
from tests.fixtures.world import as_nobody


@pytest.fixture
def cases(world: World) -> dict[str, Case]:
    """One case in each relation a person can have to it."""
    made = {
        "in_bilston": make_case(world, make_family(world, "Ade")),
        "in_low_hill": make_case(world, make_family(world, "Bal"), locality=world.low_hill),
        "led": make_case(world, make_family(world, "Cole")),
        "with_school": make_case(world, make_family(world, "Dunn")),
        "school_without_basis": make_case(world, make_family(world, "Eze")),
    }
    today = timezone.localdate()
    with acting_as_system("arranging a test"):
        allocate(case=made["led"], lead=world.practitioner, by=world.manager)
        for key in ("with_school", "school_without_basis"):
            case = made[key]
            TafMember.objects.create(
                case=case,
                family=case.family,
                user=world.school,
                name="Sam School",
                agency=world.school_agency,
                joined_on=today,
            )
        SharingBasis.objects.create(
            family=made["with_school"].family,
            agency=world.school_agency,
            what="Early help plan",
            from_date=today,
        )
    return made


EXPECTED = {
    "desk": {"in_bilston", "in_low_hill", "led", "with_school", "school_without_basis"},
    "social_worker": {"in_bilston", "in_low_hill", "led", "with_school", "school_without_basis"},
    "head": {"in_bilston", "in_low_hill", "led", "with_school", "school_without_basis"},
    "manager": {"in_bilston", "led", "with_school", "school_without_basis"},
    "manager2": {"in_low_hill"},
    "practitioner": {"led"},
    "practitioner2": set(),
    "school": {"with_school"},
    "school2": set(),
    "team_manager": {"in_bilston", "led", "with_school", "school_without_basis"},
    "duty": {"in_bilston", "led", "with_school", "school_without_basis"},
    "contact": set(),
    "chair": set(),
    "auditor": set(),
    "governance": set(),
    "analyst": set(),
    "admin": set(),
    "nobody": set(),
}


@pytest.mark.parametrize("who", EXPECTED)
def test_each_person_sees_what_they_need_to_know(
    world: World, cases: dict[str, Case], who: str
) -> None:
    user = world.people[who]
    with acting_as(user):
        by_rule = set(Case.objects.visible_to(user).values_list("pk", flat=True))
        by_database = set(Case.objects.values_list("pk", flat=True))
    expected = {cases[key].pk for key in EXPECTED[who]}
    assert by_rule == expected
    assert by_database == expected


def test_without_a_context_the_database_shows_no_case(cases: dict[str, Case]) -> None:
    with as_nobody():
        assert not Case.objects.exists()


def test_the_test_covers_the_whole_cast(world: World) -> None:
    assert set(world.people) == set(EXPECTED)


def test_an_ended_user_sees_nothing(world: World, cases: dict[str, Case], db: Any) -> None:
    world.practitioner.is_active = False
    with acting_as(world.practitioner):
        assert not Case.objects.visible_to(world.practitioner).exists()
        assert not Case.objects.exists()
