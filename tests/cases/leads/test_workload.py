"""What somebody holds now, as a manager reads it: numbers, also of what the manager cannot see."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from cases.actions.leads.allocating import allocate
from cases.actions.sharing.restricting import restrict
from cases.forms.leads.allocating import caseload_words
from cases.models import Allocation, Case
from cases.queries.leads.workers import worker_rows
from cases.queries.leads.workload import Worker, workers_for
from tests.cast import World, make_case, make_family

NAMES = ("Ade", "Bal", "Cole", "Diaz", "Eze")


def hold(world: World, *levels: int, **facts: Any) -> list[Case]:
    """The practitioner leads a case at each of these levels."""
    cases = [
        make_case(world, make_family(world, f"{name}{level}"), level=level, **facts)
        for name, level in zip(NAMES, levels, strict=False)
    ]
    with acting_as_system("arranging a test"):
        for case in cases:
            allocate(case=case, lead=world.practitioner, by=world.head)
    return cases


def practitioner_of(world: World) -> Worker:
    with acting_as(world.manager):
        [found] = [
            row.worker
            for row in worker_rows(world.manager)
            if row.worker.id == world.practitioner.pk
        ]
    return found


@pytest.mark.parametrize(
    ("hours", "words"),
    [(None, ""), (Decimal("18.5"), "18.5 hours a week"), (Decimal(37), "37 hours a week")],
)
def test_hours_stand_beside_what_somebody_holds(
    world: World, client: Client, hours: Decimal | None, words: str
) -> None:
    with acting_as_system("arranging a test"):
        User.objects.filter(pk=world.practitioner.pk).update(weekly_hours=hours)
    worker = practitioner_of(world)
    assert worker.in_hours == words
    assert ("hours a week" in caseload_words(worker)) == bool(hours)
    client.force_login(world.manager)
    assert words in client.get("/workers/").text


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ((), ""),
        ((4,), "1 at level 4"),
        ((3, 2, 3, 2, 3), "2 at level 2, 3 at level 3"),
        ((4, 3, 2, 1), "1 at level 1, 1 at level 2, 1 at level 3, 1 at level 4"),
    ],
)
def test_how_many_cases_somebody_leads_at_each_level(
    world: World, levels: tuple[int, ...], words: str
) -> None:
    hold(world, *levels)
    worker = practitioner_of(world)
    assert worker.in_levels == words
    assert sum(cases for _, cases in worker.levels) == worker.cases == len(levels)


def test_what_somebody_led_before_does_not_count_and_a_new_level_does(world: World) -> None:
    given_up, goes_on = hold(world, 2, 3)
    with acting_as(world.manager):
        allocate(case=given_up, lead=world.duty, by=world.manager)
    assert practitioner_of(world).levels == ((3, 1),)
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=goes_on.pk).update(level=4)
    assert practitioner_of(world).levels == ((4, 1),)


def test_of_cases_the_manager_cannot_see_the_numbers_alone_are_read(
    world: World, client: Client
) -> None:
    """Of another locality, and restricted to people named: counted, and nothing else of them."""
    [elsewhere] = hold(world, 4, locality=world.low_hill)
    [restricted] = hold(world, 2)
    with acting_as(world.head):
        restrict(
            case=restricted, by=world.head, kind="staff", reason="Works here",
            named=[world.practitioner, world.social_worker], deputies=[world.head],
        )  # fmt: skip
    hidden = (elsewhere, restricted)
    waits = make_case(world, make_family(world, "Waits"))
    with acting_as(world.manager):
        assert not Case.objects.filter(pk__in=[case.pk for case in hidden]).exists()
        assert not Allocation.objects.filter(case__in=hidden).exists()
    client.force_login(world.manager)
    for url in ("/workers/", f"/cases/{waits.reference}/allocation/"):
        page = client.get(url).text
        assert "1 at level 2, 1 at level 4" in page
        for case in hidden:
            assert case.reference not in page
            assert case.family.name not in page


@pytest.mark.parametrize("many", [1, 5])
def test_it_costs_no_query_more(world: World, many: int, django_assert_num_queries: Any) -> None:
    hold(world, *(1, 2, 3, 4, 4)[:many])
    waits = make_case(world, make_family(world, "Waits"))
    with acting_as(world.manager):
        with django_assert_num_queries(1):
            workers_for(waits)
        with django_assert_num_queries(3):
            worker_rows(world.manager)


def test_the_levels_stand_wherever_somebody_is_chosen(world: World, client: Client) -> None:
    [case, *_] = hold(world, 2, 3, 3)
    waits = make_case(world, make_family(world, "Waits"))
    other = world.duty
    with acting_as(world.manager):
        allocate(case=waits, lead=other, by=world.manager)
    client.force_login(world.manager)
    for url in (f"/workers/{other.pk}/cover/", f"/workers/{other.pk}/hand-over/"):
        assert "3 of 18 cases, 6 children · 1 at level 2, 2 at level 3 · " in client.get(url).text
    page = client.get(f"/cases/{case.reference}/allocation/").text
    assert "1 of 18 cases, 2 children · 1 at level 3 · " in page


def test_whoever_leads_nothing_has_no_empty_words() -> None:
    worker = Worker(1, "Pia", "Practitioner", "", 0, (), 0, 18, None, manages=False)
    assert caseload_words(worker) == "0 of 18 cases, 0 children · Practitioner"
