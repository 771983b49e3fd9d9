"""`manage.py check --deploy` finds nothing to say about the settings a council runs with."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def checked(**changed: str) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "earlyhelp.settings", **changed}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # set for the tests' own browser
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", "check", "--deploy", "--fail-level=DEBUG"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return f"{done.returncode} {done.stdout}{done.stderr}".strip()


def test_it_is_silent() -> None:
    found = checked(HTTPS="true", ALLOWED_HOSTS="earlyhelp.example.org")
    assert found == "0 System check identified no issues (0 silenced)."


def test_without_tls_it_is_not() -> None:
    assert "security.W012" in checked(HTTPS="false", ALLOWED_HOSTS="earlyhelp.example.org")
