"""Where the bytes lie: the media folder, each under a random name, readable to the site alone."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings

from audit.undoing import if_undone

A_DAY = 24 * 3600  # seconds; no request lasts so long


class Changed(Exception):
    """The bytes are not those that were kept, or are gone."""


def write(content: bytes) -> tuple[str, str]:
    """Keep the bytes: the name they lie under, and their SHA-256.

    On disk before the row that names them commits. Where that is rolled back the file goes too;
    where the process dies in between, `sweep` finds it.
    """
    name = secrets.token_hex(16)
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if_undone(lambda: path.unlink(missing_ok=True))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return name, hashlib.sha256(content).hexdigest()


class Kept(Protocol):
    """A row that names a kept file."""

    stored_as: Any
    sha256: Any


def read(document: Kept) -> bytes:
    """The bytes as they were kept, else raises Changed."""
    try:
        content = _path(document.stored_as).read_bytes()
    except FileNotFoundError:
        raise Changed from None
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Changed
    return content


def sweep(*, older_than: float = A_DAY) -> int:
    """Remove files that no row names and that are older than this many seconds; how many.

    For the transaction of the product itself, which sees every row.
    """
    before = time.time() - older_than
    old = {path.name: path for path in _files() if path.stat().st_mtime < before}
    orphans = set(old) - _named(old)
    for name in orphans:
        old[name].unlink(missing_ok=True)
    return len(orphans)


def _named(names: Iterable[str]) -> set[str]:
    """Those that a row of some room names."""
    rooms = (apps.get_model(label).objects for label in settings.KEPT_FILES)
    rows = (rows.filter(stored_as__in=names) for rows in rooms)
    return {name for each in rows for name in each.values_list("stored_as", flat=True)}


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "documents"


def _path(name: str) -> Path:
    return _folder() / name[:2] / name


def _files() -> Iterator[Path]:
    return _folder().glob("??/" + "[0-9a-f]" * 32)
