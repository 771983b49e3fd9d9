"""What must not be true of the application's role, found by asking the database."""

from collections.abc import Iterator

import psycopg

from earlyhelp.roles_of_the_database import APPLICATION_ROLE

_QUESTIONS = {
    "may do everything (SUPERUSER), so row security does not bind it. Run: "
    "ALTER ROLE {role} NOSUPERUSER;": "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolsuper",
    "passes row security by (BYPASSRLS). Run: ALTER ROLE {role} NOBYPASSRLS;": (
        "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolbypassrls"
    ),
    "owns tables or functions here. Hand them to the owner: REASSIGN OWNED BY {role} TO <owner>;": (
        "SELECT 1 FROM pg_shdepend JOIN pg_roles ON refobjid = pg_roles.oid"
        " WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o' AND rolname = %s"
        " AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))"
    ),
    "is a member of another role. Run: REVOKE <that role> FROM {role};": (
        "SELECT 1 FROM pg_auth_members JOIN pg_roles ON member = pg_roles.oid WHERE rolname = %s"
    ),
}


def faults(connection: psycopg.Connection) -> Iterator[str]:
    """A sentence for everything that would let the application past the database's rules."""
    for sentence, question in _QUESTIONS.items():
        if connection.execute(question, [APPLICATION_ROLE]).fetchone():
            yield f"The role {APPLICATION_ROLE} " + sentence.format(role=APPLICATION_ROLE)
