"""`prepare_database`: what it makes, twice, and what it leaves to an administrator."""

import os
import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from psycopg import sql

from earlyhelp.preparation import EXTENSIONS, prepare
from earlyhelp.roles_of_the_database import APPLICATION_ROLE, COUNTING_ROLE
from tests.databases import connect_as_owner, drop, point_at
from tests.fixtures.database import CommittedDatabase, TestDatabases

Owner = psycopg.Connection[Any]


@pytest.fixture
def empty_database(test_databases: TestDatabases) -> Iterator[Owner]:
    """A new database of the owner, where nothing is prepared yet."""
    name = f"{test_databases.work}_empty"
    drop(name)
    with connect_as_owner("postgres") as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with connect_as_owner(name) as owner:
        yield owner
    drop(name)


def test_it_makes_the_extensions_and_may_run_twice(empty_database: Owner) -> None:
    for _ in range(2):
        assert prepare(empty_database, os.environ["APPLICATION_DATABASE_PASSWORD"]) == []
    found = empty_database.execute("SELECT extname FROM pg_extension").fetchall()
    assert {name for (name,) in found} >= set(EXTENSIONS)


def test_what_the_owner_makes_is_for_the_application_to_use(empty_database: Owner) -> None:
    prepare(empty_database, os.environ["APPLICATION_DATABASE_PASSWORD"])
    empty_database.execute("CREATE TABLE thing (id int GENERATED ALWAYS AS IDENTITY)")
    assert allowed(empty_database, APPLICATION_ROLE) == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert allowed(empty_database, COUNTING_ROLE) == {"SELECT"}
    assert allowed(empty_database, "public") == set()


def test_functions_are_for_the_application_and_not_for_everybody(empty_database: Owner) -> None:
    prepare(empty_database, os.environ["APPLICATION_DATABASE_PASSWORD"])
    empty_database.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    query = "SELECT has_function_privilege(%s, 'one()', 'EXECUTE')"
    answers = [
        empty_database.execute(query, [role]).fetchone()
        for role in (APPLICATION_ROLE, COUNTING_ROLE, "public")
    ]
    assert answers == [(True,), (False,), (False,)]


def test_the_owner_can_hand_a_function_to_the_counting_role(empty_database: Owner) -> None:
    prepare(empty_database, os.environ["APPLICATION_DATABASE_PASSWORD"])
    counting = sql.Identifier(COUNTING_ROLE)
    empty_database.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    empty_database.execute(sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(counting))
    empty_database.execute(sql.SQL("ALTER FUNCTION one() OWNER TO {}").format(counting))
    empty_database.execute(sql.SQL("REVOKE CREATE ON SCHEMA public FROM {}").format(counting))
    empty_database.execute(
        "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 2'"
    )


def test_what_the_owner_may_not_do_is_printed_for_an_administrator(
    empty_database: Owner,
) -> None:
    """An owner who may not make roles, in a server that has none of ours."""
    with without_powers(empty_database) as limited:
        left = prepare(limited, "a password")
    assert left[0].startswith('GRANT "earlyhelp_counting" TO ')
    assert all(statement.endswith(";") for statement in left)
    assert "a password" not in "".join(left)


def test_a_stranger_is_told_whose_database_it_is(committing_db: CommittedDatabase) -> None:
    point_at(committing_db.name, role="application")
    with pytest.raises(CommandError, match=r"ALTER DATABASE \w+ OWNER TO earlyhelp_app;"):
        call_command("prepare_database")


def test_a_missing_password_is_asked_for(settings: Any) -> None:
    settings.APPLICATION_DATABASE_PASSWORD = ""
    with pytest.raises(CommandError, match="Set APPLICATION_DATABASE_PASSWORD"):
        call_command("prepare_database")


def allowed(owner: Owner, role: str) -> set[str]:
    query = (
        "SELECT privilege FROM unnest(%s::text[]) AS privilege"
        " WHERE has_table_privilege(%s, 'thing', privilege)"
    )
    every = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    return {name for (name,) in owner.execute(query, [every, role]).fetchall()}


class without_powers:  # noqa: N801 - reads as a sentence
    """Another role that owns the database and may make nothing outside it."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._name = f"limited_{secrets.token_hex(4)}"

    def __enter__(self) -> Owner:
        database = self._owner.info.dbname
        password = secrets.token_hex(16)
        name = sql.Identifier(self._name)
        for statement in (
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(password)),
            sql.SQL("GRANT {} TO CURRENT_USER WITH SET TRUE, INHERIT TRUE").format(name),
            sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(database), name),
        ):
            self._owner.execute(statement)
        info = self._owner.info
        self._limited = psycopg.connect(
            host=info.host,
            port=info.port,
            dbname=database,
            user=self._name,
            password=password,
            autocommit=True,
        )
        return self._limited

    def __exit__(self, *_: object) -> None:
        self._limited.close()
        name = sql.Identifier(self._name)
        self._owner.execute(sql.SQL("REASSIGN OWNED BY {} TO CURRENT_USER").format(name))
        self._owner.execute(sql.SQL("DROP OWNED BY {}").format(name))
        self._owner.execute(sql.SQL("DROP ROLE {}").format(name))
