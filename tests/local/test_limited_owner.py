"""A server of a council: the owner may make no roles, and an administrator runs what is printed."""

import secrets

import psycopg
import pytest
from psycopg import sql

from earlyhelp.faults_of_the_roles import faults
from earlyhelp.local.place import Place
from earlyhelp.local.postgres import Postgres
from earlyhelp.local.services import running
from earlyhelp.preparation import prepare

PASSWORD = secrets.token_hex(16)


def test_what_is_printed_is_all_that_an_administrator_must_run(place: Place) -> None:
    with running(place) as services, limited_owner(services.postgres) as owner:
        left = prepare(owner, PASSWORD)
        assert 'CREATE ROLE "earlyhelp_app" LOGIN' in left[0]
        assert PASSWORD not in "".join(left)
        with services.postgres.connect_as_administrator("council") as administrator:
            for statement in left:
                administrator.execute(statement.encode())
        assert prepare(owner, PASSWORD) == []
        assert list(faults(owner)) == []
        application_can_use_what_the_owner_makes(owner, services.postgres)


def test_faults_of_the_application_are_said(place: Place) -> None:
    with running(place) as services:
        with psycopg.connect(services.postgres.url, autocommit=True) as owner:
            assert prepare(owner, PASSWORD) == []
        with services.postgres.connect_as_administrator("earlyhelp") as administrator:
            administrator.execute("ALTER ROLE earlyhelp_app SUPERUSER BYPASSRLS")
            administrator.execute("GRANT earlyhelp_counting TO earlyhelp_app")
            administrator.execute("CREATE TABLE taken ()")
            administrator.execute("ALTER TABLE taken OWNER TO earlyhelp_app")
            found = list(faults(administrator))
    assert [sentence.split("earlyhelp_app ")[1][:12] for sentence in found] == [
        "may do every",
        "passes row s",
        "owns tables ",
        "is a member ",
    ]


def limited_owner(server: Postgres) -> psycopg.Connection:
    with server.connect_as_administrator() as administrator:
        administrator.execute(
            sql.SQL("CREATE ROLE council LOGIN PASSWORD {}").format(sql.Literal(PASSWORD))
        )
        administrator.execute("CREATE DATABASE council OWNER council")
    return connect(server, "council")


def connect(server: Postgres, role: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(server.socket), user=role, password=PASSWORD, dbname="council", autocommit=True
    )


def application_can_use_what_the_owner_makes(owner: psycopg.Connection, server: Postgres) -> None:
    owner.execute("CREATE TABLE thing (id int GENERATED ALWAYS AS IDENTITY, name text)")
    with connect(server, "earlyhelp_app") as application:
        application.execute("INSERT INTO thing (name) VALUES ('kept')")
        assert application.execute("SELECT name FROM thing").fetchone() == ("kept",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("TRUNCATE thing")
