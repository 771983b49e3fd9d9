"""Static files, collected anew only when something that goes into them has changed."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from earlyhelp.local.child import Child
from earlyhelp.local.place import Place
from earlyhelp.local.site import ROOT, begin

_COLLECTED = ROOT / "var" / "static"
_STAMP = ROOT / "var" / "static.stamp"


def begin_collecting(place: Place, environment: Mapping[str, str]) -> Child | None:
    """`collectstatic` under way, or None where what is there is of today."""
    if _COLLECTED.is_dir() and _STAMP.exists() and _STAMP.read_text() == _fingerprint():
        return None
    _STAMP.unlink(missing_ok=True)
    return begin(place, environment, "collectstatic", "--noinput", "--verbosity=0")


def note_collected() -> None:
    """What is there now is of today."""
    _STAMP.write_text(_fingerprint())


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in _sources():
        found = file.stat()
        digest.update(f"{file} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """Our own files, and the note of what is installed, since packages bring files too."""
    for folder in (ROOT / "static", ROOT / ".venv" / "installed-from"):
        yield from sorted(file for file in folder.rglob("*") if file.is_file())
