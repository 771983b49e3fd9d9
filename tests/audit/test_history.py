"""Every change is on record, whichever way it came."""

from typing import Any

import psycopg
from django.db import connection, transaction

from accounts.acting import acting_as, acting_as_system
from accounts.models import User
from audit.context import because, in_bulk
from audit.models import Change, Event
from audit.tracking import EXEMPT, OURS, tracked
from cases.models import Case
from localities.models import Team
from tests.cast import World, build_world, make_case


def changes(table: str, **facts: Any) -> list[Any]:
    return list(Change.objects.filter(table=table, **facts).order_by("id"))


def test_every_table_of_ours_is_tracked_or_exempt_with_a_reason(world: World) -> None:
    from django.apps import apps

    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
    }
    assert ours == (set(tracked()) & ours) | set(EXEMPT)
    assert not set(tracked()) & set(EXEMPT)
    assert all(EXEMPT.values())
    for verb in ("insert", "update", "delete", "truncate"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s",
                [f"history_of_{verb}"],
            )
            assert {table for (table,) in cursor.fetchall()} == set(tracked())


def test_a_change_says_who_when_from_which_request_and_why(world: World) -> None:
    case = make_case(world)
    with acting_as(world.manager, request_id="the-request"):
        because("The risk is higher")
        case.change(level=4)
    (change,) = changes("cases_case", operation="update", request_id="the-request")
    assert (change.actor_id, change.actor_name) == (world.manager.pk, "Mo Manager")
    assert change.why == "The risk is higher"
    assert (change.case_id, change.family_id, change.row_id) == (case.pk, case.family_id, case.pk)
    assert (change.before["level"], change.after["level"]) == (3, 4)
    assert set(change.before) == {"level", "version"}


def test_bulk_updates_and_raw_sql_are_recorded(world: World) -> None:
    first, second = make_case(world), make_case(world)
    with acting_as_system("test"):
        Case.objects.filter(pk__in=[first.pk, second.pk]).update(level=2)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET level = 4 WHERE id = %s", [first.pk])
            cursor.execute("UPDATE cases_case SET level = 4 WHERE id = %s", [first.pk])
        found = changes("cases_case", operation="update", after__has_key="level")
    levels = [(row.row_id, row.before["level"], row.after["level"]) for row in found]
    assert sorted(levels[:2]) == [(first.pk, 3, 2), (second.pk, 3, 2)]
    assert levels[2:] == [(first.pk, 2, 4)]  # what changed nothing is no change


def test_a_row_is_kept_whole_when_it_comes_and_when_it_goes(world: World) -> None:
    with acting_as_system("test"):
        team = Team.objects.create(name="Night team", agency=world.council)
        number = team.pk
        team.delete()
        came, gone = changes("localities_team", row_id=number)
    assert (came.operation, came.before, came.after["name"]) == ("insert", None, "Night team")
    assert (gone.operation, gone.after, gone.before["name"]) == ("delete", None, "Night team")


def test_what_opens_a_door_is_never_kept(world: World) -> None:
    with acting_as_system("test"):
        world.desk.set_password("another-long-password")
        world.desk.save()
        (change,) = changes("accounts_user", operation="update", row_id=world.desk.pk)
        assert change.after["password"] == change.before["password"] == "not kept"
        assert "md5" not in str([row.after for row in changes("accounts_user")])


def test_who_serves_which_locality_is_tracked_too(world: World) -> None:
    with acting_as_system("test"):
        world.practitioner.localities.add(world.low_hill)
        (change,) = changes("accounts_user_localities", after__user_id=world.practitioner.pk)[-1:]
    assert change.after["locality_id"] == world.low_hill.pk


def test_someone_with_no_context_is_recorded_as_such(
    committing_db: Any, owner_connection: psycopg.Connection[Any]
) -> None:
    with acting_as_system("test"):
        User.objects.create_user("a@example.org", name="A", role="")
    owner_connection.execute("UPDATE accounts_user SET name = 'B'")
    with acting_as_system("test"):
        (change,) = changes("accounts_user", operation="update")
    assert change.actor_id is None
    assert change.actor_name == f"Someone unknown (database role {owner_connection.info.user})"


def test_a_rolled_back_change_leaves_nothing(world: World) -> None:
    with acting_as_system("test"):
        before = Change.objects.count()
        kept = transaction.savepoint()
        Team.objects.create(name="Never", agency=world.council)
        assert Change.objects.count() == before + 1
        transaction.savepoint_rollback(kept)
        assert Change.objects.count() == before


def test_a_bulk_load_is_one_entry_a_statement(world: World) -> None:
    case = make_case(world)
    with acting_as_system("loading"):
        in_bulk("loading for a test")
        Case.objects.filter(pk=case.pk).update(level=1)
        (change,) = changes("cases_case", operation="bulk")
    assert (change.rows, change.after, change.why) == (
        1,
        {"operation": "update"},
        "loading for a test",
    )


def test_only_the_product_itself_loads_in_bulk(world: World) -> None:
    case = make_case(world)
    with acting_as(world.manager):
        in_bulk("not for people")
        Case.objects.filter(pk=case.pk).update(level=1)
        assert [row.operation for row in changes("cases_case", case_id=case.pk)][-1] == "update"


def test_who_does_not_see_the_record_does_not_see_its_history(committing_db: Any) -> None:
    world = build_world()
    case = make_case(world)
    with acting_as(world.manager):
        assert changes("cases_case", case_id=case.pk)
        assert Event.objects.filter(case_id=case.pk).exists()
    with acting_as(world.manager2):
        assert not Change.objects.filter(case_id=case.pk).exists()
        assert not Event.objects.filter(case_id=case.pk).exists()
    with acting_as(world.nobody):
        assert not Change.objects.exists()
    assert not Change.objects.exists()
