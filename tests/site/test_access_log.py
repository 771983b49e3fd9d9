"""The web server's log keeps no secret of an address."""

import logging
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from gunicorn.config import Config

from earlyhelp.access_log import AccessLog
from earlyhelp.masking import WithoutSecrets

SECRET = "Zx81-secretOfALink"
ADDRESSES = [
    ("calendar", [SECRET]),
    ("invitation", [SECRET]),
    ("request-confirm-address", [SECRET]),
    ("account_reset_password_from_key", ["2a", SECRET]),
    ("family-plan", [SECRET]),
]


@pytest.mark.parametrize(("name", "secret"), ADDRESSES)
def test_no_line_has_it(name: str, secret: list[str]) -> None:
    path = reverse(name, args=secret)
    atoms = _atoms(path, f"https://help.example.org{path}")
    assert not [key for key, it in atoms.items() if SECRET in str(it)]
    assert path.split(secret[0])[0] in atoms["r"]
    said = logging.LogRecord("django", 30, "", 0, f"At {path}: %s %s", (path, 404), None)
    assert WithoutSecrets().filter(said)
    assert SECRET not in said.getMessage()


def test_other_addresses_are_logged_as_they_are() -> None:
    assert _atoms("/cases/EH-2026-00001/?on=2026-11-01", "-")["r"].split()[1] == (
        "/cases/EH-2026-00001/?on=2026-11-01"
    )


def _atoms(path: str, referrer: str) -> dict[str, Any]:
    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": path, "PATH_INFO": path, "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": referrer, "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    answer = SimpleNamespace(status="200 OK", headers=[], sent=1)
    asked = SimpleNamespace(headers=[("REFERER", referrer)])
    return AccessLog(Config()).atoms(answer, asked, environ, timedelta(milliseconds=5))
