"""PostgreSQL from the wheel: its cluster, its start and its first roles.

It listens on a socket in a short private folder and on no network; every connection needs
a password.
"""

import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from earlyhelp.local.child import Child
from earlyhelp.local.cluster import ENVIRONMENT, make_cluster
from earlyhelp.local.leftovers import end_leftovers
from earlyhelp.local.lodging import Lodging
from earlyhelp.local.passwords import Passwords
from earlyhelp.local.refusal import Refusal
from earlyhelp.local.socket_folder import remove_socket_folder, socket_folder

OWNER = "earlyhelp_owner"
DATABASE = "earlyhelp"
_PORT = 5432  # only part of the socket's name; said, for PGPORT may say another


@dataclass
class Postgres:
    """One PostgreSQL server and the cluster it serves."""

    lodging: Lodging
    passwords: Passwords
    log: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    child: Child | None = field(default=None, init=False)
    socket: Path | None = field(default=None, init=False)

    def start(self) -> Child:
        """Mend what a killed run left, make the cluster if there is none, and serve it."""
        self._mend()
        if not self._data.exists():
            make_cluster(self.lodging, self._data, self.passwords.administrator)
        self.socket = socket_folder(self.lodging)
        self.child = self._child()
        self.child.start()
        self._await_ready(self.child)
        self._make_owner_and_database()
        return self.child

    def stopped(self) -> None:
        """Clear away what only a running server needs."""
        if self.socket:
            remove_socket_folder(self.lodging)

    @property
    def url(self) -> str:
        """Where the owner finds the database."""
        return (
            f"postgresql://{OWNER}:{quote(self.passwords.owner)}"
            f"@{quote(str(self.socket), safe='')}:{_PORT}/{DATABASE}"
        )

    @property
    def _folder(self) -> Path:
        return self.lodging.folder("postgres")

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _mend(self) -> None:
        end_leftovers(self._data, "postgres")
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _child(self) -> Child:
        settings = {
            "listen_addresses": "",
            "port": str(_PORT),
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **self.settings,
        }
        return Child(
            name="PostgreSQL",
            command=[
                self._binary("postgres"),
                *("-D", str(self._data)),
                *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
            ],
            log=self.log,
            environment=ENVIRONMENT,
            folder=self._folder,
            account=self.lodging.account,
            stop_signal=signal.SIGINT,  # "fast": ends open sessions and writes a checkpoint
            hurry_signal=signal.SIGQUIT,  # "immediate": recovers at the next start
        )

    def _binary(self, name: str) -> str:
        return str(self.lodging.postgres / "bin" / name)

    def _await_ready(self, child: Child, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                self.connect_as_administrator().close()
                return
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise Refusal(
                        f"The passwords in {self.lodging.home} are not those of the data "
                        "there. Put the file passwords.json back, or remove the data with "
                        "make clean-data."
                    ) from error
                if not child.alive or time.monotonic() > end:
                    raise Refusal(
                        f"PostgreSQL did not start. The end of {self.log}:\n{child.last_words()}"
                    ) from error
            time.sleep(0.05)

    def connect_as_administrator(self, database: str = "postgres") -> psycopg.Connection:
        """As the superuser, who only administers."""
        return psycopg.connect(
            host=str(self.socket),
            port=_PORT,
            user="postgres",
            password=self.passwords.administrator,
            dbname=database,
            autocommit=True,
        )

    def _make_owner_and_database(self) -> None:
        with self.connect_as_administrator() as connection:
            verb = "ALTER" if _exists(connection, "pg_roles", "rolname", OWNER) else "CREATE"
            connection.execute(
                sql.SQL(
                    "{} ROLE {} LOGIN NOSUPERUSER CREATEDB CREATEROLE BYPASSRLS PASSWORD {}"
                ).format(sql.SQL(verb), sql.Identifier(OWNER), sql.Literal(self.passwords.owner))
            )
            if not _exists(connection, "pg_database", "datname", DATABASE):
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(DATABASE), sql.Identifier(OWNER)
                    )
                )


def _exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(
        sql.Identifier(table), sql.Identifier(column)
    )
    return connection.execute(query, [name]).fetchone() is not None
