"""The order of stopping, what a second Ctrl-C does, and what happens to what dies."""

import os
import signal
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from earlyhelp.local.child import Child
from earlyhelp.local.interruptions import Interrupted, Interruptions
from earlyhelp.local.refusal import Refusal
from earlyhelp.local.supervisor import Supervisor
from tests.fixtures.worker import wait_until

_PATIENT = "exec sleep 600"
_DEAF = "trap '' TERM INT; while :; do sleep 600 & wait; done"
_SHORT = "exit 3"


@dataclass
class Server:
    """A shell script in a server's place."""

    name: str
    folder: Path
    script: str = _PATIENT
    child: Child | None = field(default=None, init=False)
    starts: int = field(default=0, init=False)

    def start(self) -> Child:
        self.starts += 1
        self.child = Child(
            name=self.name,
            command=["/bin/sh", "-c", self.script],
            log=self.folder / f"{self.name}.log",
            environment={"PATH": "/usr/bin:/bin"},
            folder=self.folder,
            stop_seconds=60,
        )
        self.child.start()
        return self.child

    def stopped(self) -> None:
        """Nothing to clear away."""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def interruptions() -> Interruptions:
    return Interruptions()


@pytest.fixture
def supervisor(interruptions: Interruptions, said: list[str]) -> Supervisor:
    return Supervisor(interruptions, said.append)


def test_the_last_started_stops_first(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    servers = [Server(name, tmp_path) for name in ("database", "broker", "worker", "web")]
    for server in servers:
        supervisor.start(server)
    supervisor.stop()
    assert said == [f"Stopping {name} …" for name in ("web", "worker", "broker", "database")]
    assert not any(server.child and server.child.alive for server in servers)


def test_a_second_ctrl_c_hastens(
    supervisor: Supervisor, interruptions: Interruptions, tmp_path: Path
) -> None:
    deaf = Server("deaf", tmp_path, _DEAF)
    supervisor.start(deaf)
    interruptions.count = 1
    assert deaf.child is not None
    deaf.child.stop_seconds = 600

    def say(sentence: str) -> None:
        os.kill(os.getpid(), signal.SIGINT)  # while it waits for the deaf one

    supervisor._say = say
    with interruptions.listening():
        supervisor.stop()
    assert not deaf.child.alive


def test_ctrl_c_does_not_reach_the_children(
    supervisor: Supervisor, interruptions: Interruptions, tmp_path: Path
) -> None:
    server = Server("database", tmp_path)
    supervisor.start(server)
    assert server.child is not None
    assert server.child.process is not None
    assert os.getpgid(server.child.process.pid) != os.getpgid(0)
    with interruptions.listening():
        os.kill(os.getpid(), signal.SIGINT)
        supervisor.watch()  # returns, because we were asked to stop
    assert server.child.alive
    supervisor.stop()


def test_nothing_more_is_started_once_we_are_asked_to_stop(
    supervisor: Supervisor, interruptions: Interruptions, tmp_path: Path
) -> None:
    interruptions.count = 1
    with pytest.raises(Interrupted):
        supervisor.start(Server("web", tmp_path))


def test_what_dies_is_said_and_started_again(
    supervisor: Supervisor, interruptions: Interruptions, said: list[str], tmp_path: Path
) -> None:
    server = Server("the worker", tmp_path)
    supervisor.start(server)
    assert server.child is not None
    server.child.kill()

    def say(sentence: str) -> None:
        said.append(sentence)
        interruptions.count = 1  # seen it

    supervisor._say = say
    supervisor.watch()
    assert said == ["The worker was ended by signal 9. It is started again."]
    assert server.starts == 2
    assert server.child.alive
    supervisor.stop()


def test_what_keeps_dying_brings_the_rest_down(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.start(Server("broker", tmp_path))
    supervisor.start(Server("the worker", tmp_path, f"echo no room left; {_SHORT}"))
    with pytest.raises(Refusal, match=r"(?s)The worker keeps stopping.*no room left"):
        supervisor.watch()
    assert said[0] == "The worker ended with code 3. It is started again."
    supervisor.stop()
    assert said[-1] == "Stopping broker …"


def test_a_deaf_child_is_killed_with_everything_it_started(tmp_path: Path) -> None:
    server = Server("deaf", tmp_path, "sleep 600 & echo $!; " + _DEAF)
    child = server.start()
    wait_until(lambda: child.log.read_text().strip())
    grandchild = int(child.log.read_text())
    child.stop(hurry=lambda: True)
    child.kill()
    wait_until(lambda: not Path(f"/proc/{grandchild}").exists() or _is_zombie(grandchild))


def _is_zombie(number: int) -> bool:
    return ") Z " in Path(f"/proc/{number}/stat").read_text()
