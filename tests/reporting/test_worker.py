"""A killed worker, a wiped broker: a report always ends, finished or saying why."""

import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accounts.acting import acting_as, acting_as_system
from audit.models import Job
from reporting.actions.asking import ask_for_report
from reporting.models import Report, ReportFile
from reporting.period import Period
from tests.cast import World, build_world
from tests.fixtures.database import CommittedDatabase
from tests.fixtures.worker import CeleryProcess, Schedule, forget_messages, wait_until
from tests.reporting.city import make_places

PERIOD = Period(date(2017, 4, 1), date(2017, 12, 31))
A_WHILE = 120  # seconds; a report takes two, but machines are shared


@pytest.fixture
def world_to_keep(committing_db: CommittedDatabase) -> World:
    world = build_world()
    with acting_as_system("a city"):
        make_places()
    return world


@pytest.fixture(autouse=True)
def _short_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is missed after two seconds, not after twenty."""
    monkeypatch.setenv("JOB_LEASE_SECONDS", "2")


def ask(world: World, **asked: Any) -> Report:
    with acting_as(world.analyst):
        return ask_for_report(by=world.analyst, period=PERIOD, **asked)


def job_of(report: Report) -> Job:
    return Job.objects.get(pk=report.job_id)


def is_done(report: Report) -> bool:
    job = job_of(report)
    assert job.state != Job.State.FAILED, job.problem
    return job.state == Job.State.DONE


def test_a_report_is_produced_by_a_worker(world_to_keep: World, worker: CeleryProcess) -> None:
    report = ask(world_to_keep)
    wait_until(lambda: is_done(report), seconds=A_WHILE)
    assert bytes(ReportFile.objects.get(report=report).pdf).startswith(b"%PDF")


def test_a_worker_killed_in_the_middle(
    world_to_keep: World, worker: CeleryProcess, schedule: Schedule
) -> None:
    report = ask(world_to_keep)
    wait_until(lambda: job_of(report).step >= 2, seconds=A_WHILE)
    worker.kill()
    job = job_of(report)
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1)
    assert not ReportFile.objects.exists()
    worker.start()
    wait_until(lambda: is_done(report), seconds=A_WHILE)
    assert job_of(report).attempts == 2
    assert ReportFile.objects.filter(report=report).count() == 1


def test_only_the_child_killed_in_the_middle(
    world_to_keep: World, worker: CeleryProcess, schedule: Schedule
) -> None:
    """As when the machine runs out of memory: the worker lives on, its child is gone."""
    report = ask(world_to_keep)
    wait_until(lambda: job_of(report).step >= 2, seconds=A_WHILE)
    assert worker.process
    for child in _children(worker.process.pid):
        os.kill(child, signal.SIGKILL)
    wait_until(lambda: is_done(report), seconds=A_WHILE)
    assert ReportFile.objects.filter(report=report).count() == 1


def test_a_broker_wiped_before_the_worker_looked(
    world_to_keep: World, worker: CeleryProcess, schedule: Schedule
) -> None:
    worker.stop()
    report = ask(world_to_keep)
    forget_messages()
    assert job_of(report).state == Job.State.WAITING
    worker.start()
    wait_until(lambda: is_done(report), seconds=A_WHILE)


def test_a_broker_wiped_in_the_middle(
    world_to_keep: World, worker: CeleryProcess, schedule: Schedule
) -> None:
    first, second = ask(world_to_keep), ask(world_to_keep, texts={"purpose": "Another"})
    wait_until(lambda: job_of(first).step >= 2, seconds=A_WHILE)
    forget_messages()
    wait_until(lambda: is_done(first) and is_done(second), seconds=A_WHILE)
    assert ReportFile.objects.count() == 2


def test_a_report_that_kills_every_worker_ends_with_a_sentence(
    world_to_keep: World, worker: CeleryProcess, schedule: Schedule
) -> None:
    report = ask(world_to_keep)
    for attempt in (1, 2, 3):
        wait_until(lambda n=attempt: _begun(report, n), seconds=A_WHILE)  # type: ignore[misc]
        worker.kill()
        worker.start()
    wait_until(lambda: job_of(report).ended, seconds=A_WHILE)
    job = job_of(report)
    assert job.state == Job.State.FAILED
    assert job.problem == "This stopped several times before it was finished. Try again."
    assert not ReportFile.objects.exists()


def _begun(report: Report, attempt: int) -> bool:
    job = job_of(report)
    return job.attempts == attempt and job.state == Job.State.RUNNING


def _children(parent: int) -> list[int]:
    folder = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in folder.read_text().split()]
