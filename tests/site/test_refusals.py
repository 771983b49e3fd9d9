"""What the product will not run with."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.demonstration import let_a_password_be_enough
from earlyhelp.refusals import refusals
from earlyhelp.roles_of_the_database import connection_settings
from earlyhelp.single_sign_on import single_sign_on
from tests.fixtures.database import CommittedDatabase

ROOT = Path(__file__).parent.parent.parent
GOOD: dict[str, Any] = {
    "DATABASES": {"default": {"NAME": "earlyhelp", "HOST": "db.example.org"}},
    "APPLICATION_DATABASE_PASSWORD": "v7Qm2Zt0xW9aLk4RpB",
    "REDIS_URL": "redis://:n4Xw8Tq1Ys6Uc3ZfGh@valkey.example.org:6379/0",
    "OIDC_SERVER_URL": "",
    "SECRET_KEY": "kX3v9QmZ0aBcD1eFgH2iJkL4mNoP5qRsT6uVwX7yZ8-_abcdefgh",
    "ALLOWED_HOSTS": ["earlyhelp.example.org"],
    "DEBUG": False,
}
FAMOUS = "please-changeme-before-you-use-this-0123456789-abcdefgh-ijkl"


def sign_on(server: str, secret: str = "secret") -> dict[str, Any]:
    made = single_sign_on(server_url=server, name="x", client_id="id", secret=secret, subject="")
    return {"OIDC_SERVER_URL": server, "SOCIALACCOUNT_PROVIDERS": made}


def test_good_settings_are_not_refused() -> None:
    assert list(refusals(SimpleNamespace(**GOOD))) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"DATABASES": {}}, "Start one with make demo"),
        ({"APPLICATION_DATABASE_PASSWORD": ""}, "Choose one and run manage.py prepare_database"),
        ({"REDIS_URL": ""}, "Give Valkey's address"),
        (sign_on("http://login.example.org"), "must begin with https"),
        (sign_on("https://login.example.org", secret=""), "set OIDC_CLIENT_ID"),
        ({"SECRET_KEY": ""}, "This prints one"),
        ({"SECRET_KEY": "short"}, "at least 50 random signs"),
        ({"SECRET_KEY": "a" * 80}, "at least 50 random signs"),
        ({"SECRET_KEY": "abcdefghijklmnop" * 5}, "at least 50 random signs"),
        ({"SECRET_KEY": FAMOUS}, "at least 50 random signs"),
        ({"APPLICATION_DATABASE_PASSWORD": "something"}, "PASSWORD is weak"),
        ({"APPLICATION_DATABASE_PASSWORD": "earlyhelp-application"}, "PASSWORD is weak"),
        ({"REDIS_URL": "redis://valkey:6379/0"}, "REDIS_URL has no password"),
        ({"REDIS_URL": "redis://:secret@valkey:6379/0"}, "REDIS_URL has no password"),
        ({"ALLOWED_HOSTS": ["*"]}, "lets in any name"),
        ({"ALLOWED_HOSTS": [".gov.uk"]}, "lets in any name"),
        ({"DEBUG": True}, "Take DEBUG away"),
    ],
)
def test_bad_settings_get_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    (found,) = refusals(SimpleNamespace(**{**GOOD, **changed}))
    assert sentence in found


@pytest.mark.parametrize(
    "changed",
    [
        {"DEBUG": True, "ALLOWED_HOSTS": ["localhost", "127.0.0.1"]},
        {"REDIS_URL": "redis://127.0.0.1:6379/0"},
        {"DATABASES": {"default": {"NAME": "x", "HOST": "/tmp/socket"}},
         "APPLICATION_DATABASE_PASSWORD": "short"},
    ],
)  # fmt: skip
def test_on_ones_own_machine_more_is_let_through(changed: dict[str, Any]) -> None:
    assert list(refusals(SimpleNamespace(**{**GOOD, **changed}))) == []


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "shell", "--command", "1"],
        ["-m", "celery", "-A", "earlyhelp", "worker"],
        ["-m", "celery", "-A", "earlyhelp", "beat"],
        ["-c", "import earlyhelp.wsgi"],
    ],
)
def test_no_process_serves_with_a_weak_key(command: list[str]) -> None:
    environment = {**os.environ, "SECRET_KEY": "weak"}
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "earlyhelp.settings"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "SECRET_KEY is missing or weak" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("command", "demo"),
    [
        (["-m", "celery", "-A", "earlyhelp", "worker"], False),
        (["-c", "import earlyhelp.wsgi"], False),
        (["-c", "import earlyhelp.wsgi"], True),
    ],
)
def test_only_the_demonstration_starts_on_a_database_whose_passwords_are_enough(
    committing_db: CommittedDatabase, command: list[str], demo: bool
) -> None:
    let_a_password_be_enough()
    environment = committing_db.environment() | {
        "EARLYHELP_DEMO": str(demo).lower(),
        "DJANGO_SETTINGS_MODULE": "earlyhelp.settings",
    }
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode == 0) == demo, done.stderr[-500:]
    assert ("holds the demonstration" in done.stdout + done.stderr) != demo


@pytest.mark.parametrize("url", ["mysql://host/name", "postgresql://a:b%zz@host/name", ""])
def test_a_database_url_that_cannot_be_read(url: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL"):
        connection_settings(url, role="owner", application_password="")


def test_the_application_goes_where_the_owner_goes_as_itself() -> None:
    found = connection_settings(
        "postgresql://owner:p%40ss@db.example.org:6432/council?sslmode=verify-full",
        role="application",
        application_password="secret",
    )
    assert (found["USER"], found["PASSWORD"]) == ("earlyhelp_app", "secret")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", "6432", "council")
    assert found["OPTIONS"]["sslmode"] == "verify-full"
