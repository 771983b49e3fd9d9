"""Valkey from the wheel: the broker and shared cache, on loopback, with a password.

Every change is appended to a file, and nothing is evicted: a message is not a cache entry.
"""

import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import redis

from earlyhelp.local.child import Child
from earlyhelp.local.leftovers import end_leftovers
from earlyhelp.local.lodging import Lodging
from earlyhelp.local.passwords import Passwords, write_privately
from earlyhelp.local.ports import free_port
from earlyhelp.local.refusal import Refusal


@dataclass
class Valkey:
    """One Valkey server and its folder."""

    lodging: Lodging
    passwords: Passwords
    log: Path
    port: int = field(default=0, init=False)
    child: Child | None = field(default=None, init=False)

    def start(self) -> Child:
        """Mend what a killed run left, and serve on a free port, the same one every time."""
        end_leftovers(self._folder, self.lodging.valkey.name)
        self.port = self.port or free_port()
        self.child = self._child(self._configure())
        self.child.start()
        self._await_ready(self.child)
        return self.child

    def stopped(self) -> None:
        """Nothing to clear away."""

    @property
    def url(self) -> str:
        return f"redis://:{self.passwords.valkey}@127.0.0.1:{self.port}/0"

    @property
    def _folder(self) -> Path:
        return self.lodging.folder("valkey")

    def _configure(self) -> Path:
        file = self._folder / "valkey.conf"
        lines = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.passwords.valkey,
            "dir": f'"{self._folder}"',
            "appendonly": "yes",
            "appendfsync": "everysec",
            "aof-load-truncated": "yes",
            "maxmemory-policy": "noeviction",
            "save": '""',
            "daemonize": "no",
        }
        write_privately(file, "".join(f"{key} {value}\n" for key, value in lines.items()))
        self.lodging.give(file)
        return file

    def _child(self, configuration: Path) -> Child:
        return Child(
            name="Valkey",
            command=[str(self.lodging.valkey), str(configuration)],
            log=self.log,
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            folder=self._folder,
            account=self.lodging.account,
            stop_signal=signal.SIGTERM,
        )

    def _await_ready(self, child: Child, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        with redis.Redis.from_url(self.url, socket_connect_timeout=2) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.RedisError as error:
                    if not child.alive or time.monotonic() > end:
                        raise Refusal(
                            f"Valkey did not start. The end of {self.log}:\n{child.last_words()}"
                        ) from error
                time.sleep(0.05)
