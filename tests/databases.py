"""Test databases: one migrated by the owner, and clones of it that tests may write to.

Nobody connects to the migrated one, so that it can be cloned at any time.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from earlyhelp.local.noting import fingerprint
from earlyhelp.roles_of_the_database import APPLICATION_ROLE, connection_settings

# The application may not ANALYZE, and nothing but the transaction itself sees what it wrote.
_COUNT_AGAIN = f"""
CREATE SCHEMA for_tests;
GRANT USAGE ON SCHEMA for_tests TO {APPLICATION_ROLE};
CREATE FUNCTION for_tests.count_again(names text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('ANALYZE %I', name);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION for_tests.count_again TO {APPLICATION_ROLE};
"""


def count_again(models: Iterable[Any]) -> None:
    """Tell the planner how many rows these tables hold by now.

    Where many are written in a test that is rolled back, it may believe a table that earlier tests
    left empty to be so still, and then joins row by row, for hours.
    """
    names = [model._meta.db_table for model in models]
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT for_tests.count_again(%s)", [names])


def point_at(database: str, *, role: str = "application") -> None:
    """Make the default connection, in every thread, one to `database` as `role`."""
    connections.close_all()
    found = _settings(role)
    connections["default"].settings_dict.update(
        NAME=database, USER=found["USER"], PASSWORD=found["PASSWORD"]
    )


def connect_as_owner(database: str) -> psycopg.Connection[Any]:
    """A connection outside Django, in autocommit."""
    found = _settings("owner")
    return psycopg.connect(
        host=found["HOST"],
        port=found["PORT"] or None,
        user=found["USER"],
        password=found["PASSWORD"],
        dbname=database,
        autocommit=True,
    )


def prepared(name: str, wanted: str, prepare: Callable[[str], None]) -> str:
    """The name of a database that `prepare` made from what `wanted` says, made anew if need be.

    Whichever process of a run comes first makes it; the others wait, and clone it.
    """
    with _administration() as owner:
        owner.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if noted(name) != wanted:
            drop(name)
            prepare(name)
            note(name, wanted)
    return name


def migrated(name: str, run: str = "") -> str:
    """The name of the migrated database: that of one run, or one kept while it is of today."""
    return prepared(f"{name}_migrated", f"{fingerprint()} {run}", _migrate)


def _migrate(name: str) -> None:
    with _administration() as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    point_at(name, role="owner")
    call_command("prepare_database", verbosity=0)
    call_command("migrate", verbosity=0)
    with connect_as_owner(name) as owner:
        _let_the_owner_end_sessions(owner)
        owner.execute(_COUNT_AGAIN)
    connections.close_all()


def clone(template: str, name: str) -> None:
    """A copy of `template` under `name`, in place of any there was."""
    drop(name)
    with _administration() as owner:
        owner.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def drop(name: str) -> None:
    """Remove a database and end whatever is still connected to it."""
    plainly = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    with _administration() as owner:
        for _ in range(5):
            with suppress(psycopg.errors.InsufficientPrivilege):
                owner.execute(plainly + sql.SQL(" WITH (FORCE)"))
                return
            # An autovacuum worker is in it, which nobody may end; without force, it is asked to go.
            with suppress(psycopg.errors.ObjectInUse):
                owner.execute(plainly)
                return
        owner.execute(plainly)


def noted(database: str) -> str | None:
    """What was noted of a database, once it was finished; None where there is none."""
    with _administration() as owner:
        row = owner.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [database],
        ).fetchone()
    return row[0] if row else None


def note(database: str, text: str) -> None:
    """Note what a finished database was made from."""
    with _administration() as owner:
        owner.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(database), sql.Literal(text)
            )
        )


def _let_the_owner_end_sessions(owner: psycopg.Connection[Any]) -> None:
    row = owner.execute(
        "SELECT pg_has_role(current_user, %s::name, 'USAGE')", [APPLICATION_ROLE]
    ).fetchone()
    if row and not row[0]:
        owner.execute(
            sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE").format(
                sql.Identifier(APPLICATION_ROLE)
            )
        )


@contextmanager
def _administration() -> Iterator[psycopg.Connection[Any]]:
    with connect_as_owner("postgres") as owner:
        yield owner


def _settings(role: str) -> dict[str, Any]:
    return connection_settings(
        os.environ["DATABASE_URL"],
        role=role,
        application_password=os.environ["APPLICATION_DATABASE_PASSWORD"],
    )
