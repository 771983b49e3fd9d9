"""The three processes of the site itself, and the steps before them."""

import http.client
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from earlyhelp.local.child import Child
from earlyhelp.local.interruptions import Interruptions
from earlyhelp.local.place import Place
from earlyhelp.local.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent.parent
_PROCESS = str(ROOT / "deploy" / "process")


@dataclass
class Worker:
    """Runs the jobs. Asked to stop, it finishes the one it has begun."""

    place: Place
    environment: Mapping[str, str]
    child: Child | None = field(default=None, init=False)

    def start(self) -> Child:
        self.child = Child(
            name="the worker",
            command=[_PROCESS, "worker"],
            log=self.place.log / "worker.log",
            environment=with_python(self.environment),
            folder=ROOT,
            hurry_signal=signal.SIGQUIT,  # gives its job back, which runs again after a start
        )
        self.child.start()
        return self.child

    def stopped(self) -> None:
        """Nothing to clear away."""


@dataclass
class Schedule:
    """Wakes what runs by the clock, such as the sweep for jobs that nobody woke."""

    place: Place
    environment: Mapping[str, str]
    child: Child | None = field(default=None, init=False)

    def start(self) -> Child:
        self.child = Child(
            name="the schedule",
            command=[_PROCESS, "schedule"],
            log=self.place.log / "schedule.log",
            environment={
                **with_python(self.environment),
                "BEAT_SCHEDULE_FILE": str(self.place.root / "beat-schedule"),
            },
            folder=ROOT,
        )
        self.child.start()
        return self.child

    def stopped(self) -> None:
        """Nothing to clear away."""


@dataclass
class Web:
    """Gunicorn, on loopback."""

    place: Place
    environment: Mapping[str, str]
    port: int
    interruptions: Interruptions
    child: Child | None = field(default=None, init=False)

    def start(self) -> Child:
        self.child = Child(
            name="the web server",
            command=[_PROCESS, "web"],
            log=self.place.log / "web.log",
            environment=with_python(self.environment) | {"BIND": f"127.0.0.1:{self.port}"},
            folder=ROOT,
            stop_seconds=12,
        )
        self.child.start()
        self._await_ready(self.child)
        return self.child

    def stopped(self) -> None:
        """Nothing to clear away."""

    def _await_ready(self, child: Child, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not self._answers():
            self.interruptions.check()
            if not child.alive or time.monotonic() > end:
                raise Refusal(
                    f"The web server did not start. The end of {child.log}:\n{child.last_words()}"
                )
            self.interruptions.wait(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/livez")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()


def with_python(environment: Mapping[str, str]) -> dict[str, str]:
    """So that the processes run in this Python and no other."""
    return {**environment, "PYTHON": sys.executable}


def begin(place: Place, environment: Mapping[str, str], *command: str) -> Child:
    """A `manage.py` command under way; see `finish`."""
    child = Child(
        name=f"manage.py {' '.join(command)}",
        command=[sys.executable, str(ROOT / "manage.py"), *command],
        log=place.log / f"{command[0]}.log",
        environment=environment,
        folder=ROOT,
    )
    child.log.unlink(missing_ok=True)
    child.start()
    return child


def finish(child: Child, interruptions: Interruptions) -> None:
    """Wait for it; what it said is in its log and, where it failed, in the refusal."""
    while child.alive:
        interruptions.wait(1)
        if interruptions.count:
            child.stop()
            interruptions.check()
    if child.process and child.process.returncode:
        raise Refusal(f"{child.name} failed:\n{child.last_words(30)}")
