"""The folder of one set of servers: data, passwords, logs and the lock that keeps it ours."""

import fcntl
import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from earlyhelp.local.refusal import Refusal


@dataclass(frozen=True)
class Place:
    """One set of servers, under `var/`: the demonstration's, the site's or the tests'."""

    root: Path

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def passwords(self) -> Path:
        return self.root / "passwords.json"

    def make(self) -> None:
        """Create the folders; refuse those that belong to somebody else."""
        for folder in (self.root.parent, self.root, self.log):
            _refuse_what_is_not_ours(folder)
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Refusal(
                    f"The folder {folder} cannot be made ({error.strerror}). Free the space or "
                    f"correct who may write to {folder.parent}, or copy the project to a "
                    "folder of your own."
                ) from error
            if not os.access(folder, os.W_OK | os.X_OK):
                raise Refusal(f"You may not write to {folder}. Make it writable and start again.")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other supervisor off this folder."""
        self.make()
        with (self.root / "lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                file.seek(0)
                raise Refusal(
                    f"The servers of {self.root} are running already"
                    f"{_as_process(file.read())}. Stop them there with Ctrl-C first."
                ) from error
            file.truncate(0)
            file.write(str(os.getpid()))
            file.flush()
            yield
            file.truncate(0)


def _as_process(content: str) -> str:
    return f" (process {content})" if content.strip().isdigit() else ""


def _refuse_what_is_not_ours(folder: Path) -> None:
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        owner = _name_of(folder.stat().st_uid)
        raise Refusal(
            f"The folder {folder} belongs to {owner}. Run this as {owner}, or remove the "
            "folder (its data go with it) and start again."
        )


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
