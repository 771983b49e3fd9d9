"""What is on record can be added to and read, and nothing else."""

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.models import User
from audit.actions.recording import looked, record
from audit.models import Event, Look
from localities.models import Locality
from tests.cast import World

CHAIN = ("audit_seal", "audit_head")
TABLES = ("audit_event", "audit_look", "audit_change", *CHAIN)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_may_only_add(world: World, table: str, statement: str) -> None:
    record("test.done", world.bilston, "Something done", by=world.desk)
    looked(Look.Kind.OPENED, "something", by=world.desk)
    changed = "chain = 'x'" if table in CHAIN else "actor_name = 'x'"
    with (
        pytest.raises(DatabaseError, match=r"permission denied|written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table, changed))


@pytest.mark.parametrize("table", ["audit_change", *CHAIN])
def test_what_the_database_writes_itself_nobody_else_adds_to(world: World, table: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO {table} DEFAULT VALUES")


@pytest.mark.parametrize("table", TABLES)
def test_the_owner_is_stopped_too(
    committing_db: Any, owner_connection: psycopg.Connection[Any], table: str
) -> None:
    Event.objects.create(at=timezone.now(), actor_name="A", verb="v", subject="s", summary="x")
    Look.objects.create(at=timezone.now(), actor_name="A", kind="opened", what="x")
    User.objects.create_user("a@example.org", name="A", role="")
    owner_connection.execute("SET app.scope = 'system'")  # row security binds the owner too
    changed = "chain = 'x'" if table in CHAIN else "actor_name = 'x'"
    for statement in (f"UPDATE {{}} SET {changed}", "DELETE FROM {}", "TRUNCATE {}"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="written once"):
            owner_connection.execute(statement.format(table))


def test_with_the_trigger_switched_off_the_owner_could_change_it(
    committing_db: Any, owner_connection: psycopg.Connection[Any]
) -> None:
    """The anti-test: it is the trigger that protects, not something else."""
    Event.objects.create(at=timezone.now(), actor_name="A", verb="v", subject="s", summary="x")
    owner_connection.execute("SET app.scope = 'system'")  # row security binds the owner too
    owner_connection.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
    owner_connection.execute("UPDATE audit_event SET actor_name = 'B'")
    with acting_as_system("test"):
        assert Event.objects.get().actor_name == "B"


def test_an_event_says_who_did_what_in_words(world: World) -> None:
    event = record("x.done", Locality.objects.get(slug="bilston"), "Did it", by=world.desk)
    assert (event.actor_name, event.subject, event.summary) == (
        "Dana Desk",
        "localities.locality",
        "Did it",
    )
