"""The private folder of PostgreSQL's socket, short because a socket's path may have 107 bytes."""

import shutil
import stat
import tempfile
from pathlib import Path

from earlyhelp.local.lodging import Lodging

_SHORT = "/tmp"  # noqa: S108 - in it we get a folder of our own that nobody else may enter


def socket_folder(lodging: Lodging) -> Path:
    """The one of before where a run was killed, so that nobody has to be told of another."""
    if (before := _noted(lodging)) and _is_private(before, lodging):
        return before
    folder = Path(tempfile.mkdtemp(prefix="earlyhelp-", dir=_SHORT))
    lodging.give(folder)
    _note(lodging).write_text(str(folder))
    return folder


def remove_socket_folder(lodging: Lodging) -> None:
    """The server is stopped: nobody needs it."""
    if (folder := _noted(lodging)) and _is_private(folder, lodging):
        shutil.rmtree(folder, ignore_errors=True)
    _note(lodging).unlink(missing_ok=True)


def _note(lodging: Lodging) -> Path:
    return lodging.home / "postgres-socket"


def _noted(lodging: Lodging) -> Path | None:
    return Path(_note(lodging).read_text()) if _note(lodging).exists() else None


def _is_private(folder: Path, lodging: Lodging) -> bool:
    """Whether it still is the folder we made: somebody else may have one of its name by now."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    return private and found.st_uid == lodging.folder("postgres").stat().st_uid
