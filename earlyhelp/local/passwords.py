"""The passwords of one set of servers, made once and kept in a file only its owner may read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path


def _new() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Passwords:
    """One password for each who may ask, and the key the site signs with."""

    administrator: str = field(default_factory=_new)
    owner: str = field(default_factory=_new)
    application: str = field(default_factory=_new)
    valkey: str = field(default_factory=_new)
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50))


def keep_passwords(file: Path) -> Passwords:
    """Those in `file`, which is written first where there is none."""
    if file.exists():
        return Passwords(**json.loads(file.read_text()))
    passwords = Passwords()
    write_privately(file, json.dumps(asdict(passwords), indent=2))
    return passwords


def write_privately(file: Path, content: str) -> None:
    """Replace `file` at one stroke; only its owner may read it."""
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(content)
    draft.replace(file)
