"""A letter whose worker is killed, before and after the mail system took it: it goes, under one
name by which the mail system knows it again."""

import re

import pytest

from accounts.acting import acting_as_system
from audit.actions.posting import post
from audit.models import Job
from tests.fixtures.database import CommittedDatabase
from tests.fixtures.mail import MailSystem
from tests.fixtures.worker import CeleryProcess, Schedule, wait_until

TO = "sender@example.org"


@pytest.fixture
def posting_worker(
    monkeypatch: pytest.MonkeyPatch, listening_mail: MailSystem, request: pytest.FixtureRequest
) -> CeleryProcess:
    """A worker that hands its letters to the mail system of the test, and is missed soon."""
    for name, value in {
        "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": listening_mail.port, "EMAIL_TLS": "false",
        "JOB_LEASE_SECONDS": 2,
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    worker: CeleryProcess = request.getfixturevalue("worker")
    return worker


@pytest.fixture
def sweeping(posting_worker: CeleryProcess, request: pytest.FixtureRequest) -> Schedule:
    schedule: Schedule = request.getfixturevalue("schedule")
    return schedule


def letter_asked_for() -> int:
    with acting_as_system("a verb"):
        [job] = post(to=[TO], subject="About your request", text="Hello", by=None, key="k")
    return job.pk


def has_gone(number: int) -> bool:
    return Job.objects.get(pk=number).state == Job.State.DONE


def names_of(system: MailSystem) -> list[str]:
    found = (re.search(r"^Message-ID: (.*)$", text, re.MULTILINE) for _, _, text in system.taken)
    return [name[1] for name in found if name]


def test_killed_before_the_mail_system_took_it(
    committing_db: CommittedDatabase, listening_mail: MailSystem,
    posting_worker: CeleryProcess, sweeping: Schedule,
) -> None:  # fmt: skip
    listening_mail.hold()
    number = letter_asked_for()
    wait_until(lambda: Job.objects.get(pk=number).state == Job.State.RUNNING)
    posting_worker.kill()
    assert not listening_mail.taken
    listening_mail.go_on()
    posting_worker.start()
    wait_until(lambda: has_gone(number))
    assert len(names_of(listening_mail)) == 1
    assert Job.objects.get(pk=number).attempts == 2


def test_killed_after_the_mail_system_took_it(
    committing_db: CommittedDatabase, listening_mail: MailSystem,
    posting_worker: CeleryProcess, sweeping: Schedule,
) -> None:  # fmt: skip
    """It goes out twice, which nobody can tell from here, under one Message-ID."""
    listening_mail.holds_when_taken = True
    number = letter_asked_for()
    wait_until(lambda: listening_mail.taken)
    posting_worker.kill()
    assert not has_gone(number)
    listening_mail.go_on()
    posting_worker.start()
    wait_until(lambda: has_gone(number))
    first, second = names_of(listening_mail)
    assert first == second
