"""A process of ours: started in a session of its own, stopped in its own way, never orphaned."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from earlyhelp.local.account import Account, stepping_down_to

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """One child process. Its session is its own, so that Ctrl-C does not reach it."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    folder: Path
    account: Account | None = None
    stop_signal: int = signal.SIGTERM
    hurry_signal: int = signal.SIGKILL
    stop_seconds: float = 20
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it; it ends when we do, even where we are killed."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_ends_with_its_parent(self.stop_signal),  # noqa: PLW1509
                **stepping_down_to(self.account),
            )

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """Ask it to end; insist when its time is over or `hurry()` says so."""
        if not self.alive or self.process is None:
            return
        self.process.send_signal(self.stop_signal)
        if not self._ends_within(self.stop_seconds, hurry):
            self.process.send_signal(self.hurry_signal)
            if not self._ends_within(5, lambda: False):
                self.kill()

    def kill(self) -> None:
        """End it and everything in its session at once."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self, lines: int = 12) -> str:
        """The end of its log, for the person who has to find out why it died."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _ends_within(self, seconds: float, hurry: Callable[[], bool]) -> bool:
        end = time.monotonic() + seconds
        while self.alive and time.monotonic() < end and not hurry():
            time.sleep(0.05)
        return not self.alive


def _ends_with_its_parent(stop_signal: int) -> Callable[[], None]:
    parent = os.getpid()

    def prepare() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, stop_signal)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
