"""What the database needs before its first table: roles, extensions, default privileges.

Each step asks whether it is done already. What the owner may not do is left for an
administrator, as SQL that can be run as it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from earlyhelp.roles_of_the_database import APPLICATION_ROLE, COUNTING_ROLE

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "fuzzystrmatch")

Statements = Sequence[sql.SQL | sql.Composed]


@dataclass(frozen=True)
class Step:
    """One thing the database needs; `done` is a query that returns a row when it has it."""

    done: sql.SQL | sql.Composed
    statements: Statements


def prepare(connection: psycopg.Connection, application_password: str) -> list[str]:
    """Take every step that is missing; the SQL of those the owner may not take.

    `connection` is the owner's, in autocommit.
    """
    refused: list[str] = []
    for step in _steps(connection, application_password):
        if not _is_done(connection, step):
            refused += _take(connection, step)
    return refused


def set_application_password(connection: psycopg.Connection, password: str) -> list[str]:
    """Give the application's role this password; the SQL for it where the owner may not."""
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(
        sql.Identifier(APPLICATION_ROLE), sql.Literal(_verifier(connection, password))
    )
    return _take(connection, Step(sql.SQL("SELECT 1 WHERE false"), [statement]))


def _is_done(connection: psycopg.Connection, step: Step) -> bool:
    try:
        return connection.execute(step.done).fetchone() is not None
    except psycopg.errors.UndefinedObject:  # it asks about a role that is still to be made
        return False


def _take(connection: psycopg.Connection, step: Step, attempts: int = 5) -> list[str]:
    try:
        with connection.transaction():
            for statement in step.statements:
                connection.execute(statement)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject):
        return [statement.as_string(connection) + ";" for statement in step.statements]
    except (psycopg.errors.InternalError_, psycopg.errors.UniqueViolation):
        if attempts == 1:  # another database of this server is being prepared just now
            raise
        return [] if _is_done(connection, step) else _take(connection, step, attempts - 1)
    return []


def _steps(connection: psycopg.Connection, application_password: str) -> Iterator[Step]:
    owner, database = _owner_and_database(connection)
    application, counting = sql.Identifier(APPLICATION_ROLE), sql.Identifier(COUNTING_ROLE)
    yield _role(
        APPLICATION_ROLE,
        sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}").format(
            sql.Literal(_verifier(connection, application_password))
        ),
    )
    yield _role(COUNTING_ROLE, sql.SQL("NOLOGIN BYPASSRLS"))
    yield _membership(counting, owner)
    for extension in EXTENSIONS:
        yield _extension(extension)
    yield from _doors(database, application, counting)
    yield from _default_privileges(owner, application, counting)


def _owner_and_database(
    connection: psycopg.Connection,
) -> tuple[sql.Identifier, sql.Identifier]:
    row = connection.execute("SELECT current_user, current_database()").fetchone()
    assert row is not None
    return sql.Identifier(row[0]), sql.Identifier(row[1])


def _verifier(connection: psycopg.Connection, password: str) -> str:
    """What PostgreSQL keeps instead of the password, so that no log ever shows the password."""
    return connection.pgconn.encrypt_password(
        password.encode(), APPLICATION_ROLE.encode(), b"scram-sha-256"
    ).decode()


def _role(name: str, attributes: sql.SQL | sql.Composed) -> Step:
    return Step(
        sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = {}").format(sql.Literal(name)),
        [sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), attributes)],
    )


def _membership(counting: sql.Identifier, owner: sql.Identifier) -> Step:
    """The owner hands functions to the counting role, for which it must be able to become it."""
    return Step(
        sql.SQL(
            "SELECT 1 FROM pg_auth_members JOIN pg_roles held ON held.oid = roleid"
            " JOIN pg_roles holder ON holder.oid = member"
            " WHERE held.rolname = {} AND holder.rolname = current_user"
            " AND set_option AND inherit_option"
        ).format(sql.Literal(COUNTING_ROLE)),
        [sql.SQL("GRANT {} TO {} WITH INHERIT TRUE, SET TRUE").format(counting, owner)],
    )


def _extension(name: str) -> Step:
    return Step(
        sql.SQL("SELECT 1 FROM pg_extension WHERE extname = {}").format(sql.Literal(name)),
        [sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name))],
    )


def _doors(
    database: sql.Identifier, application: sql.Identifier, counting: sql.Identifier
) -> Iterator[Step]:
    yield Step(
        sql.SQL(
            "SELECT 1 WHERE has_database_privilege({}, current_database(), 'CONNECT')"
            " AND NOT has_database_privilege('public', current_database(), 'CONNECT')"
        ).format(sql.Literal(APPLICATION_ROLE)),
        [
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, application),
        ],
    )
    yield Step(
        sql.SQL(
            "SELECT 1 FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'public'"
            " AND grantee = {}::regrole AND privilege_type = 'USAGE'"
        ).format(sql.Literal(COUNTING_ROLE)),
        [
            sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),
            sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(application, counting),
        ],
    )


def _default_privileges(
    owner: sql.Identifier, application: sql.Identifier, counting: sql.Identifier
) -> Iterator[Step]:
    """What the owner will make is for the application to use, and never to empty."""
    ours = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} ").format(owner)
    here = ours + sql.SQL("IN SCHEMA public ")
    yield Step(
        _granted_by_default("r", APPLICATION_ROLE),
        [
            here + sql.SQL("GRANT SELECT ON TABLES TO {}").format(counting),
            here + sql.SQL("GRANT USAGE, SELECT ON SEQUENCES TO {}").format(application),
            here
            + sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}").format(application),
        ],
    )
    yield Step(
        _granted_by_default("f", APPLICATION_ROLE),
        [
            ours + sql.SQL("REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"),
            here + sql.SQL("GRANT EXECUTE ON FUNCTIONS TO {}").format(application),
        ],
    )


def _granted_by_default(kind: str, role: str) -> sql.Composed:
    return sql.SQL(
        "SELECT 1 FROM pg_default_acl, aclexplode(defaclacl)"
        " WHERE defaclrole = current_user::regrole AND defaclobjtype = {}"
        " AND defaclnamespace = 'public'::regnamespace AND grantee = {}::regrole"
    ).format(sql.Literal(kind), sql.Literal(role))
