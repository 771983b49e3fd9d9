"""Two imports of one file at once, and a worker killed in the middle: each request once."""

import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as, acting_as_system
from audit.actions.queueing import wake
from audit.models import Job
from cases.models import ImportRun
from referrals.actions.doors.importing import bring, start
from referrals.models import ImportedRequest, Referral, ReferralPerson
from tests.cast import build_world
from tests.fixtures.database import CommittedDatabase
from tests.fixtures.worker import CeleryProcess, wait_until
from tests.referrals.files import file_of, imported, row


def counts() -> tuple[int, int, int]:
    with acting_as_system("counting"):
        tables: tuple[Any, ...] = (Referral, ReferralPerson, ImportedRequest)
        found = [table.objects.count() for table in tables]
    return found[0], found[1], found[2]


def test_two_imports_of_one_file_at_once_make_each_request_once(
    committing_db: CommittedDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file forwards and one backwards, in many batches: they wait, and never lock up."""
    monkeypatch.setattr("cases.importing.running.A_BATCH", 10)
    build_world()
    rows = [row(reference=str(uuid4())) for _ in range(60)]
    problems: list[BaseException] = []

    def bring_in(name: str, some: list[dict[str, str]]) -> None:
        folder = tmp_path / name
        folder.mkdir()
        try:
            imported(folder, file_of(*some))
        except BaseException as problem:  # noqa: BLE001  told by the test
            problems.append(problem)
        finally:
            connection.close()

    several = [
        threading.Thread(target=bring_in, args=(name, some))
        for name, some in (("one", rows), ("two", rows), ("back", rows[::-1]))
    ]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert problems == []
    assert counts() == (60, 60, 60)
    with acting_as_system("counting"):
        runs = list(ImportRun.objects.values_list("created", "already"))
        references = list(Referral.objects.values_list("reference", flat=True))
    assert sum(created for created, _ in runs) == 60
    assert sum(already for _, already in runs) == 120
    assert len(set(references)) == 60


@pytest.mark.parametrize("at", [1, 1001])
def test_a_worker_killed_in_the_middle_leaves_whole_batches_and_another_finishes(
    committing_db: CommittedDatabase, worker: CeleryProcess, at: int
) -> None:
    world = build_world()
    content = file_of(*(row(reference=str(number)) for number in range(3000))).encode()
    with acting_as(world.head):
        run = bring(by=world.head, content=content, name="requests.csv")
    wait_until(lambda: state(run) == "checked", seconds=120)
    with acting_as(world.head):
        start(run=run, by=world.head)
    wait_until(lambda: next_row(run) > at, seconds=120)
    worker.kill()
    # What the database was about to commit may still be: then all of it is.
    wait_until(lambda: set(counts()) == {next_row(run) - 2})
    assert counts()[0] % 1000 == 0
    with acting_as_system("the lease of a worker that is gone runs out"):
        Job.objects.filter(state="running").update(leased_until=timezone.now())
    worker.start()
    with acting_as_system("the sweeper"):
        number = Job.objects.get(kind="write_import").pk
    wake(number)
    wait_until(lambda: state(run) == "imported", seconds=180)
    assert counts() == (3000, 3000, 3000)
    with acting_as_system("counting"):
        done = ImportRun.objects.get(pk=run.pk)
    assert (done.rows, done.created, done.already, done.wrong) == (3000, 3000, 0, 0)


def state(run: ImportRun) -> str:
    with acting_as_system("looking"):
        return str(ImportRun.objects.get(pk=run.pk).state)


def next_row(run: ImportRun) -> int:
    with acting_as_system("looking"):
        return int(ImportRun.objects.get(pk=run.pk).next_row)
