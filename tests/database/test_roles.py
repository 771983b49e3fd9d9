"""What the application's role may not do, and what the tests run as."""

from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import InternalError

from earlyhelp.faults_of_the_roles import faults
from earlyhelp.roles_of_the_database import APPLICATION_ROLE, COUNTING_ROLE

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == (APPLICATION_ROLE, APPLICATION_ROLE)


def test_the_application_owns_nothing(owner_connection: psycopg.Connection[Any]) -> None:
    assert list(faults(owner_connection)) == []


def test_the_application_may_empty_no_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('r', 'p')"
            " AND has_table_privilege(pg_class.oid, 'TRUNCATE, TRIGGER, REFERENCES')"
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case DISABLE TRIGGER ALL",
        "DROP TABLE cases_case",
        "CREATE TABLE mine (id int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "SET session_replication_role = replica",
        f"SET ROLE {COUNTING_ROLE}",
        "SET ROLE earlyhelp_owner",
        "COPY (SELECT 1) TO '/tmp/taken'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_the_application_is_refused(statement: str) -> None:
    with (
        pytest.raises((ProgrammingError, InternalError), match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_row_security_cannot_be_turned_off_to_see_more() -> None:
    """`row_security = off` is no way round: a query it would filter fails instead."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        with pytest.raises(ProgrammingError, match="would be affected by row-level security"):
            cursor.execute("SELECT count(*) FROM cases_case")


def test_the_counting_role_cannot_log_in(owner_connection: psycopg.Connection[Any]) -> None:
    row = owner_connection.execute(
        "SELECT rolcanlogin, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = %s",
        [COUNTING_ROLE],
    ).fetchone()
    assert row == (False, False, False)
