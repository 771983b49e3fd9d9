"""`make run`, from nothing to a site that answers, and back after one Ctrl-C."""

import http.client
import os
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from earlyhelp.local import running
from earlyhelp.local.refusal import Refusal
from tests.fixtures.database import CommittedDatabase


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What is said; data of its own; and none of the settings of the tests."""
    sentences: list[str] = []
    monkeypatch.setattr(running, "say", sentences.append)
    monkeypatch.setattr(running, "VAR", tmp_path)
    for name in (
        "EARLYHELP_DATABASE_ROLE",
        "STATIC_HASHED",
        "DJANGO_SETTINGS_MODULE",
        "EARLYHELP_DEMO",
    ):
        monkeypatch.delenv(name, raising=False)
    return sentences


def test_it_serves_until_ctrl_c_and_stops_in_order(
    said: list[str],
    committing_db: CommittedDatabase,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DATABASE_URL", committing_db.environment()["DATABASE_URL"])
    seen: dict[str, object] = {}

    def say(sentence: str) -> None:
        said.append(sentence)
        if found := re.search(r"http://\S+", sentence):
            seen["answer"] = answer_of(found[0])
            seen["written down"] = (tmp_path / "run" / "services.env").read_text()
            os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(running, "say", say)
    running.run_site(demo=False)
    assert seen["answer"] == (200, b"alive\n")
    assert committing_db.name in str(seen["written down"])
    assert not (tmp_path / "run" / "services.env").exists()
    assert said[-4:] == [
        "Stopping the web server …",
        "Stopping the schedule …",
        "Stopping the worker …",
        "Stopped.",
    ]


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_one_server_given_and_not_the_other(
    said: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name)
    with pytest.raises(Refusal, match="Set both DATABASE_URL and REDIS_URL, or neither"):
        running.run_site(demo=False)


def test_what_fails_on_the_way_is_said_and_everything_stops(
    said: list[str], committing_db: CommittedDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", committing_db.environment()["DATABASE_URL"])
    monkeypatch.setenv("SECRET_KEY", "weak")
    with pytest.raises(Refusal, match=r"(?s)prepare_database.*SECRET_KEY is missing or weak"):
        running.run_site(demo=False)


def answer_of(address: str) -> tuple[int, bytes]:
    url = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", url.port, timeout=10)
    connection.request("GET", "/livez")
    response = connection.getresponse()
    return response.status, response.read()
