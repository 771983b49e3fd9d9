"""Keeps the processes of a site running, and stops them in order.

What dies is started again; what keeps dying brings the rest down with a sentence, since a
site that lacks its worker would look alive and never finish a report.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from earlyhelp.local.child import Child
from earlyhelp.local.interruptions import Interruptions
from earlyhelp.local.refusal import Refusal

_DEATHS_ALLOWED = 4
_WITHIN_SECONDS = 60


class Server(Protocol):
    """Something with one child process that can be started more than once."""

    child: Child | None

    def start(self) -> Child: ...

    def stopped(self) -> None: ...


class Supervisor:
    """Servers in the order they depend on each other; they stop in the opposite one."""

    def __init__(self, interruptions: Interruptions, say: Callable[[str], None]) -> None:
        self._interruptions = interruptions
        self._say = say
        self._servers: list[Server] = []
        self._deaths: dict[str, deque[float]] = {}

    def expect(self, *servers: Server) -> None:
        """Fix the order of servers that are to be started in another one."""
        self._servers += servers

    def start(self, server: Server) -> None:
        """Start one more; refuses when somebody asked to stop meanwhile."""
        self._interruptions.check()
        if server not in self._servers:
            self._servers.append(server)
        server.start()

    def watch(self) -> None:
        """Until somebody asks to stop, or something keeps dying."""
        while not self._interruptions.count:
            self._interruptions.wait(1)
            for server in self._servers:
                if server.child and not server.child.alive and not self._interruptions.count:
                    self._revive(server, server.child)

    def stop(self) -> None:
        """The last started goes first. A second Ctrl-C shortens every wait from then on."""
        patience = min(self._interruptions.count, 1)
        for server in reversed(self._servers):
            if server.child:
                self._stop(server.child, patience)
            server.stopped()
        self._servers.clear()

    def _stop(self, child: Child, patience: int) -> None:
        if child.alive:
            self._say(f"Stopping {child.name} …")
            child.stop(hurry=lambda: self._interruptions.count > patience)
        child.kill()  # what it left of its session

    def _revive(self, server: Server, child: Child) -> None:
        if self._dies_too_often(child.name):
            raise Refusal(
                f"{_capital(child.name)} keeps stopping, so everything is stopped. "
                f"The end of {child.log}:\n{child.last_words()}"
            )
        self._say(f"{_capital(child.name)} {_how_it_ended(child)}. It is started again.")
        child.kill()
        server.start()

    def _dies_too_often(self, name: str) -> bool:
        deaths = self._deaths.setdefault(name, deque(maxlen=_DEATHS_ALLOWED))
        deaths.append(time.monotonic())
        return len(deaths) == _DEATHS_ALLOWED and deaths[-1] - deaths[0] < _WITHIN_SECONDS


def _how_it_ended(child: Child) -> str:
    code = child.process.returncode if child.process else None
    return f"was ended by signal {-code}" if code and code < 0 else f"ended with code {code}"


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]
