"""A new PostgreSQL cluster: the data folder that a server serves."""

import shutil
import subprocess
from pathlib import Path

from earlyhelp.local.account import stepping_down_to
from earlyhelp.local.lodging import Lodging
from earlyhelp.local.passwords import write_privately
from earlyhelp.local.refusal import Refusal

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

# Sorts by code point everywhere, so that lists are in the same order on every installation.
_OPTIONS = (
    "--username=postgres",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)


def make_cluster(lodging: Lodging, data: Path, administrators_password: str) -> None:
    """Make `data` whole or not at all: what a killed run left half made is made again."""
    draft, password = data.with_name("data.new"), data.with_name("password")
    shutil.rmtree(draft, ignore_errors=True)
    write_privately(password, administrators_password)
    lodging.give(password)
    _initialise(lodging, draft, password)
    password.unlink()
    draft.rename(data)


def _initialise(lodging: Lodging, folder: Path, password: Path) -> None:
    initdb = str(lodging.postgres / "bin" / "initdb")
    done = subprocess.run(
        [initdb, f"--pgdata={folder}", f"--pwfile={password}", *_OPTIONS],
        cwd=folder.parent,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,  # Ctrl-C is for the supervisor
        **stepping_down_to(lodging.account),
    )
    if done.returncode:
        raise Refusal(f"PostgreSQL's data folder could not be made:\n{done.stderr.strip()}")
