"""Queries whose text is kept: the same rows as the plain query, for whoever asks, at any time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from cases.models import Case
from cases.queries.leads import waiting
from cases.queries.needs_you import found
from cases.queries.pages import page_of
from cases.queries.planned_once import OFTEN
from cases.queries.written_once import MOST, Reader, WrittenOnce, reader_values
from tests.cast import World, build_world, make_case, make_family
from tests.fixtures.database import CommittedDatabase

EVERYBODY = ["manager", "manager2", "head", "practitioner", "desk", "school", "analyst", "nobody"]
LISTS = [
    (found.to_allocate, "since"),
    (found.to_sign_off, "since"),
    (found.overdue, "since"),
    (found.step_ups, "place"),
    (waiting._waiting, "opened_on"),
]


def visible(role: Any, *shape: str, **values: Any) -> Any:
    return Case.objects.visible_to(Reader(role, values)).order_by("pk")


def seen_by(user: User, kept: WrittenOnce) -> list[int]:
    shape, values = reader_values(user)
    with acting_as(user):
        return [case.pk for case in kept(*shape, **values)]


def plans_kept(like: str) -> list[int]:
    """Of each prepared text of this connection like that, how often its one plan was used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans FROM pg_prepared_statements "
            "WHERE statement LIKE %s AND NOT from_sql",
            [like],
        )
        return [plans for (plans,) in cursor.fetchall()]


def plainly(user: User) -> list[int]:
    with acting_as(user):
        return list(Case.objects.visible_to(user).order_by("pk").values_list("pk", flat=True))


def some_cases(world: World) -> None:
    for name in ("Ade", "Bal"):
        make_case(world, make_family(world, name))
    moved = make_case(world, make_family(world, "Cole"))
    with acting_as_system("arranging a test"):
        Case.objects.filter(pk=moved.pk).update(locality=world.low_hill)


def test_everybody_sees_what_the_plain_query_shows_them(world: World) -> None:
    some_cases(world)
    kept = WrittenOnce(visible)
    for who in (*EVERYBODY, *EVERYBODY):
        user = User.objects.get(pk=world.people[who].pk)
        assert seen_by(user, kept) == plainly(user), who
    both = seen_by(world.manager, kept), seen_by(world.manager2, kept)
    assert [len(found) for found in both] == [2, 1]


def test_the_database_still_says_no_whatever_is_asked(world: World) -> None:
    """A kept text is no way around row security: it is asked in the name of who asks."""
    some_cases(world)
    kept = WrittenOnce(visible)
    shape, values = reader_values(world.head)
    with acting_as(world.head):
        assert len(kept(*shape, **values)) == 3
    with acting_as(world.manager2):
        assert len(kept(*shape, **values)) == 1


@pytest.mark.parametrize(("write", "by"), LISTS)
def test_a_kept_list_is_the_plain_list(write: Callable[[Any], Any], by: str, world: World) -> None:
    some_cases(world)
    for user in (world.manager, world.manager2, world.head, world.manager):
        with acting_as(user):
            plain = [row.pk for row in write(user).order_by(by, "pk")]
            assert [row.pk for row in page_of(write, user, by, "", 50).rows] == plain


def test_a_new_day_is_a_new_text(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_by = WrittenOnce(lambda: Case.objects.filter(opened_on__lte=timezone.localdate()))
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda: today - timedelta(days=1))
    make_case(world, make_family(world, "Ade"))
    with acting_as(world.head):
        Case.objects.update(opened_on=today)
        assert opened_by() == []
        monkeypatch.setattr(timezone, "localdate", lambda: today)
        assert len(opened_by()) == 1


def test_no_more_texts_are_kept_than_said(world: World) -> None:
    kept = WrittenOnce(lambda size: Case.objects.order_by("pk")[: size + 1])
    with acting_as(world.head):
        for size in range(MOST + 5):
            assert kept(size) == []
    assert len(kept._kept) <= MOST


def test_what_is_asked_often_is_planned_once_and_answers_each_in_their_own_name(
    world: World,
) -> None:
    """After so many questions PostgreSQL makes no new plan; row security is asked all the same."""
    some_cases(world)
    kept = WrittenOnce(visible)
    people = [User.objects.get(pk=user.pk) for user in (world.manager, world.manager2)]
    expected = [plainly(user) for user in people]
    assert expected[0] != expected[1]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    for _ in range(2 * OFTEN):
        assert [seen_by(user, kept) for user in people] == expected
    assert [plans > OFTEN for plans in plans_kept('%FROM "cases_case"%')] == [True]


def test_a_number_of_any_size_is_the_same_text(world: World) -> None:
    kept = WrittenOnce(lambda case: Case.objects.filter(pk=case))
    for number in [1, 2**15, 2**31, 2**62] * OFTEN:
        assert kept(case=number) == []
    assert len(plans_kept('%FROM "cases_case"%')) == 1


@pytest.mark.parametrize("words", ["50 % off", "%s", "%%s", "100%", "O'Neil's \\"])
def test_signs_in_a_text_that_never_changes_stay_as_they_are(words: str, world: World) -> None:
    make_case(world, make_family(world, "Ade"))
    with acting_as(world.head):
        Case.objects.update(reason=words)
        part = words[:-1]
        kept = WrittenOnce(lambda door: Case.objects.filter(reason__startswith=part, door=door))
        assert [case.reason for case in kept(door=Case.objects.get().door)] == [words]
        assert kept(door=words) == []


def test_threads_share_a_text_and_nothing_else(committing_db: CommittedDatabase) -> None:
    world = build_world()
    some_cases(world)
    kept = WrittenOnce(visible)
    users = [world.manager, world.manager2, world.head, world.school] * 4
    expected = [plainly(user) for user in users]

    def ask(user: User) -> list[list[int]]:
        try:
            return [seen_by(user, kept) for _ in range(5)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        for found, wanted in zip(threads.map(ask, users), expected, strict=True):
            assert found == [wanted] * 5
