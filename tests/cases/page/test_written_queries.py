"""A query that is written once answers for whoever asks, whatever they ask, as if written anew."""

from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from cases.actions.leads.allocating import allocate
from cases.models import Case
from cases.queries import written_once
from cases.queries.written_once import Reader, WrittenOnce, reader_values
from tests.cast import World, make_case, make_family


def visible(role: str, *shape: str, **values: Any) -> Any:
    return Case.objects.visible_to(Reader(role, values)).order_by("pk")


@pytest.fixture
def cases(world: World) -> list[Case]:
    """One led in Bilston, one led in Low Hill, one waiting in each."""
    made = [
        make_case(world, make_family(world, "Ade")),
        make_case(world, make_family(world, "Bal"), locality=world.low_hill),
        make_case(world, make_family(world, "Cole")),
        make_case(world, make_family(world, "Dunn"), locality=world.low_hill),
    ]
    with acting_as_system("arranging a test"):
        allocate(case=made[0], lead=world.practitioner, by=world.head)
        allocate(case=made[1], lead=world.practitioner2, by=world.head)
    return made


def test_everybody_sees_what_they_would(world: World, cases: list[Case]) -> None:
    query = WrittenOnce(visible)
    for _ in range(2):
        for who, user in world.people.items():
            shape, values = reader_values(user)
            with acting_as(user):
                assert query(*shape, **values) == list(
                    Case.objects.visible_to(user).order_by("pk")
                ), who


def test_one_text_serves_everybody_of_a_kind(world: World, cases: list[Case]) -> None:
    written: list[str] = []

    def noting(role: str, *shape: str, **values: Any) -> Any:
        written.append(role)
        return visible(role, *shape, **values)

    query = WrittenOnce(noting)
    for user in (world.practitioner, world.practitioner2, world.manager, world.manager2):
        shape, values = reader_values(User.objects.get(pk=user.pk))
        with acting_as(user):
            query(*shape, **values)
    assert written == ["practitioner", "locality_manager"]


def test_more_localities_are_another_text(world: World, cases: list[Case]) -> None:
    query = WrittenOnce(visible)
    world.manager.localities.add(world.low_hill)
    for pk, count in ((world.manager2.pk, 2), (world.manager.pk, 4)):
        user = User.objects.get(pk=pk)
        shape, values = reader_values(user)
        with acting_as(user):
            assert len(query(*shape, **values)) == count


def test_it_is_written_again_on_another_day(
    world: World, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[date] = []

    def of_today(case: int) -> Any:
        days.append(timezone.localdate())
        return Case.objects.filter(pk=case, opened_on__lte=timezone.localdate())

    query = WrittenOnce(of_today)
    with acting_as(world.head):
        assert query(case=cases[0].pk) == [cases[0]]
        tomorrow = timezone.localdate() + timedelta(days=1)
        monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
        assert query(case=cases[1].pk) == [cases[1]]
    assert days == [tomorrow - timedelta(days=1), tomorrow]


def test_texts_do_not_pile_up(world: World, cases: list[Case]) -> None:
    query = WrittenOnce(lambda size, case: Case.objects.filter(pk=case)[:size])
    with acting_as(world.head):
        for size in range(1, 3 * written_once.MOST):
            assert query(size, case=cases[0].pk) == [cases[0]]
    assert len(query._kept) <= written_once.MOST


def test_threads_do_not_share_a_connection(world: World, cases: list[Case]) -> None:
    query = WrittenOnce(lambda case: Case.objects.filter(pk=case))
    with acting_as(world.head):
        assert query(case=cases[0].pk) == [cases[0]]
    found: list[Any] = []

    def elsewhere() -> None:
        with acting_as(world.head):
            found.append(query(case=cases[0].pk))
        connection.close()

    thread = Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found == [[]]  # another connection: it does not see what this test has not committed
