"""What a killed run leaves behind: servers without a supervisor, and files naming dead ones."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def end_leftovers(folder: Path, program: str) -> None:
    """End every process of `program` that still works in `folder`, mildly and then firmly.

    A number in a pid file proves nothing, for numbers are used again: what counts is what
    the process runs and where it stands.
    """
    for number, seconds in ((signal.SIGINT, 10.0), (signal.SIGKILL, 5.0)):
        for process in _working_in(folder, program):
            _send(process, number)
        if _gone_within(seconds, folder, program):
            return


def _working_in(folder: Path, program: str) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _stands_in(entry, folder, program):
            yield int(entry.name)


def _stands_in(entry: Path, folder: Path, program: str) -> bool:
    try:
        runs = (entry / "exe").readlink().name.removesuffix(" (deleted)")
        return runs == program and (entry / "cwd").readlink() == folder
    except OSError:  # it has ended, or is somebody else's
        return False


def _send(process: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, number)


def _gone_within(seconds: float, folder: Path, program: str) -> bool:
    end = time.monotonic() + seconds
    while any(True for _ in _working_in(folder, program)):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
