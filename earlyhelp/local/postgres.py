"""PostgreSQL from the wheel: its cluster, its start and its first roles.

It listens on a socket in a short private folder and on no network; every connection needs
a password.
"""

import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from earlyhelp.local.child import Child
from earlyhelp.local.leftovers import end_leftovers
from earlyhelp.local.lodging import Lodging
from earlyhelp.local.passwords import Passwords, write_privately
from earlyhelp.local.refusal import Refusal

OWNER = "earlyhelp_owner"
DATABASE = "earlyhelp"
_PORT = 5432  # only part of the socket's name; said, for PGPORT may say another
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


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
            self._make_cluster()
        self.socket = self._socket_folder()
        self.child = self._child()
        self.child.start()
        self._await_ready(self.child)
        self._make_owner_and_database()
        return self.child

    def stopped(self) -> None:
        """Clear away what only a running server needs."""
        if self.socket:
            shutil.rmtree(self.socket, ignore_errors=True)
            self._socket_note.unlink(missing_ok=True)

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

    @property
    def _socket_note(self) -> Path:
        return self.lodging.home / "postgres-socket"

    def _mend(self) -> None:
        end_leftovers(self._data, "postgres")
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        shutil.rmtree(self._folder / "data.new", ignore_errors=True)

    def _make_cluster(self) -> None:
        draft = self._folder / "data.new"
        password = self._folder / "password"
        write_privately(password, self.passwords.administrator)
        self.lodging.give(password)
        self._initialise(draft, password)
        password.unlink()
        draft.rename(self._data)

    def _initialise(self, folder: Path, password: Path) -> None:
        done = subprocess.run(
            [
                self._binary("initdb"),
                f"--pgdata={folder}",
                f"--pwfile={password}",
                "--username=postgres",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
            ],
            cwd=self._folder,
            env=_ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # Ctrl-C is for the supervisor
            user=self.lodging.account.uid if self.lodging.account else None,
            group=self.lodging.account.gid if self.lodging.account else None,
            extra_groups=[] if self.lodging.account else None,
        )
        if done.returncode:
            raise Refusal(f"PostgreSQL's data folder could not be made:\n{done.stderr.strip()}")

    def _socket_folder(self) -> Path:
        """The one of before where a run was killed, so that nobody has to be told of another."""
        if self._socket_note.exists():
            before = Path(self._socket_note.read_text())
            if self._is_ours(before):
                return before
        base = "/tmp"  # noqa: S108 - short, for a socket's path may have 107 bytes; ours is private
        folder = Path(tempfile.mkdtemp(prefix="earlyhelp-", dir=base))
        self.lodging.give(folder)
        self._socket_note.write_text(str(folder))
        return folder

    def _is_ours(self, folder: Path) -> bool:
        try:
            found = folder.lstat()
        except OSError:
            return False
        private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
        return private and found.st_uid == self._folder.stat().st_uid

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
            environment=_ENVIRONMENT,
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
