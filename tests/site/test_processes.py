"""The processes of a test: a database that commits, a worker, a schedule and a browser."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import transaction

from audit.actions.queueing import ask
from audit.models import Job
from tests.databases import connect_as_owner
from tests.fixtures.browser import LiveSite
from tests.fixtures.database import CommittedDatabase
from tests.fixtures.worker import CeleryProcess, Schedule, forget_messages, wait_until

_used: list[str] = []


def test_what_is_committed_is_seen_by_others(
    committing_db: CommittedDatabase, owner_connection: psycopg.Connection[Any]
) -> None:
    job = hold(Path("/nowhere"))
    _used.append(committing_db.name)
    row = owner_connection.execute("SELECT kind FROM audit_job WHERE id = %s", [job.pk]).fetchone()
    assert row == ("test_hold",)


def test_the_next_test_finds_nothing_of_it(committing_db: CommittedDatabase) -> None:
    assert committing_db.name not in _used
    assert not Job.objects.exists()
    with connect_as_owner("postgres") as owner:
        left = owner.execute("SELECT datname FROM pg_database WHERE datname = ANY(%s)", [_used])
        assert left.fetchall() == []


def test_a_worker_is_woken_and_does_the_job(worker: CeleryProcess, tmp_path: Path) -> None:
    job = hold(tmp_path / "done")
    wait_until(lambda: state_of(job) == Job.State.RUNNING)
    (tmp_path / "done").touch()
    wait_until(lambda: state_of(job) == Job.State.DONE)


def test_a_wiped_broker_loses_no_job(
    worker: CeleryProcess, schedule: Schedule, tmp_path: Path
) -> None:
    (tmp_path / "done").touch()
    worker.stop()
    job = hold(tmp_path / "done")
    forget_messages()
    worker.start()
    wait_until(lambda: state_of(job) == Job.State.DONE, seconds=60)


def test_a_page_is_seen_in_the_browser(live_site: LiveSite, page: Any) -> None:
    response = page.goto(f"{live_site.url}/livez")
    assert response.status == 200
    assert page.text_content("body") == "alive\n"


def hold(until: Path) -> Job:
    with transaction.atomic():
        return ask("test_hold", key=f"hold {until}", by=None, payload={"until": str(until)})


def state_of(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


@pytest.mark.django_db
def test_a_test_that_rolls_back_may_not_commit_too(request: pytest.FixtureRequest) -> None:
    with pytest.raises(pytest.fail.Exception, match="not both"):
        request.getfixturevalue("committing_db")
