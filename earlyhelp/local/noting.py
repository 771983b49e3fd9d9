"""Whether a database is prepared for this very product, noted in the database itself.

It saves a second start the steps that would find nothing to do. The note goes where the
database goes: a new or restored one has none, or another, and is prepared again.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from earlyhelp.local.site import ROOT
from earlyhelp.roles_of_the_database import connection_settings


def is_noted(environment: Mapping[str, str], *, demo: bool) -> bool:
    """Whether it was prepared for this product, and the application is let in."""
    try:
        with _connect(environment, "application") as application:
            row = application.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
                " WHERE datname = current_database()"
            ).fetchone()
    except psycopg.OperationalError:  # no such role yet, or another password
        return False
    return row == (_note(demo=demo),)


def note(environment: Mapping[str, str], *, demo: bool) -> None:
    """It is prepared now, and where `demo` is true the demonstration is loaded."""
    with _connect(environment, "owner") as owner:
        owner.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(owner.info.dbname), sql.Literal(_note(demo=demo))
            )
        )


def refresh_statistics(environment: Mapping[str, str]) -> None:
    """After a large load: without them PostgreSQL reads whole tables until it finds the time.

    The application's role may not, so the owner does.
    """
    with _connect(environment, "owner") as owner:
        owner.execute("ANALYZE")


def _connect(environment: Mapping[str, str], role: str) -> psycopg.Connection:
    found = connection_settings(
        environment["DATABASE_URL"],
        role=role,
        application_password=environment["APPLICATION_DATABASE_PASSWORD"],
    )
    return psycopg.connect(
        host=found["HOST"],
        port=found["PORT"] or None,
        dbname=found["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
        autocommit=True,
        **found["OPTIONS"],
    )


def _note(*, demo: bool) -> str:
    return f"Early help {fingerprint()[:16]}{' with the demonstration' if demo else ''}"


def fingerprint() -> str:
    """Changes with whatever a prepared database depends on."""
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """Migrations, SQL, row security, forms, timescales, roles, and packages with migrations."""
    for package in sorted(file.parent for file in ROOT.glob("*/__init__.py")):
        yield from sorted(package.glob("migrations/**/*.py"))
        yield from sorted(package.rglob("*.sql"))
        yield from sorted(package.glob("forms/*.yaml"))
        yield from sorted(package.glob("row_security.py"))
    for name in ("preparation", "roles_of_the_database", "settings"):
        yield ROOT / "earlyhelp" / f"{name}.py"
    yield ROOT / "localities" / "timescales.py"
    yield from sorted((ROOT / "requirements").glob("*.txt"))
