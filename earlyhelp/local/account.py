"""Who the embedded servers run as.

PostgreSQL refuses to run as root, so as root both servers run as an account without
privileges: `postgres` where the machine has one, else `nobody`. As anybody else they run
as the person who started them.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earlyhelp.local.refusal import Refusal

_CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account of this machine without privileges."""

    name: str
    uid: int
    gid: int

    def can_reach(self, *paths: Path) -> bool:
        """Whether this account may enter or execute every one of `paths`."""
        script = 'for path in "$@"; do test -r "$path" && test -x "$path" || exit 1; done'
        command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
        done = subprocess.run(
            command,
            cwd="/",
            stderr=subprocess.DEVNULL,
            check=False,
            **stepping_down_to(self),
        )
        return done.returncode == 0

    def give(self, path: Path) -> None:
        """Make this account the owner of `path`."""
        os.chown(path, self.uid, self.gid)


def stepping_down_to(account: Account | None) -> dict[str, Any]:
    """What subprocess needs to start a child as `account`; nothing where that is who we are."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def account_for_servers() -> Account | None:
    """The account to step down to, or None where the one we are will do."""
    return _first_account() if os.geteuid() == 0 else None


def _first_account() -> Account:
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Refusal(
        "PostgreSQL does not run as root, and this machine has neither an account called "
        "postgres nor one called nobody. Run this as an ordinary user."
    )
