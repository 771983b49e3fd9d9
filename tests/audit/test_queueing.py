"""Jobs are rows first: whatever happens to the broker or the worker, they end."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from audit.actions import queueing
from audit.models import Job

HANDLERS = {
    "lands": "tests.audit.test_queueing.lands",
    "fails": "tests.audit.test_queueing.fails",
    "cannot": "tests.audit.test_queueing.cannot",
}
LANDED: list[int] = []


def lands(job: Job) -> Any:
    queueing.progress(job, 1, 2, "Counting")
    return lambda: LANDED.append(job.pk)


def fails(job: Job) -> None:
    raise ValueError("not today")


def cannot(job: Job) -> None:
    raise queueing.CannotBeDone("The period has no records.")


@pytest.fixture(autouse=True)
def _handlers(monkeypatch: pytest.MonkeyPatch) -> Any:
    LANDED.clear()
    monkeypatch.setattr(queueing, "wake", lambda job_id: None)
    with override_settings(JOB_HANDLERS=HANDLERS):
        yield


def test_asking_twice_with_one_key_asks_once(db: Any) -> None:
    first = queueing.ask("lands", key="k", by=None)
    assert queueing.ask("lands", key="k", by=None) == first


def test_a_job_is_found_without_a_message_and_done_once(db: Any) -> None:
    job = queueing.ask("lands", key="k", by=None)
    assert queueing.due_jobs() == [job.pk]
    queueing.run(job.pk)
    queueing.run(job.pk)
    assert [job.pk] == LANDED
    job.refresh_from_db()
    assert (job.state, job.step, job.steps) == ("done", 2, 2)
    assert queueing.due_jobs() == []


def test_a_failing_job_is_tried_again_and_then_says_so(db: Any) -> None:
    job = queueing.ask("fails", key="k", by=None)
    for _ in range(queueing.most_attempts("fails")):
        Job.objects.update(run_after=timezone.now())
        queueing.run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "could not be produced" in job.problem
    queueing.ask_again(job)
    assert queueing.due_jobs() == [job.pk]


def test_what_cannot_be_done_is_not_tried_again(db: Any) -> None:
    job = queueing.ask("cannot", key="k", by=None)
    queueing.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem) == ("failed", "The period has no records.")


def test_a_job_whose_worker_is_gone_is_taken_over(db: Any) -> None:
    job = queueing.ask("lands", key="k", by=None)
    _as_if_started(job, ago=queueing.LEASE + timedelta(seconds=1))
    assert queueing.due_jobs() == [job.pk]
    queueing.run(job.pk)
    assert [job.pk] == LANDED


def test_a_job_somebody_is_doing_is_left_alone(db: Any) -> None:
    job = queueing.ask("lands", key="k", by=None)
    _as_if_started(job, ago=timedelta(0))
    assert queueing.due_jobs() == []
    queueing.run(job.pk)
    assert LANDED == []


def test_a_worker_that_lost_its_lease_lands_nothing(db: Any) -> None:
    job = queueing.ask("lands", key="k", by=None)
    slow = queueing._claim(job.pk)
    assert slow is not None
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    queueing.run(job.pk)
    queueing._end(slow, landing=lambda: LANDED.append(-1))
    assert [job.pk] == LANDED


def test_a_job_that_keeps_killing_its_worker_ends(db: Any) -> None:
    job = queueing.ask("lands", key="k", by=None)
    for _ in range(queueing.most_attempts("lands")):
        assert queueing._claim(job.pk) is not None
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    queueing.run(job.pk)
    job.refresh_from_db()
    assert (job.state, LANDED) == ("failed", [])


def test_what_is_asked_for_in_a_rolled_back_transaction_was_never_asked_for(db: Any) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        queueing.ask("lands", key="k", by=None)
        _ = 1 / 0
    assert not Job.objects.exists()


def _as_if_started(job: Job, ago: timedelta) -> None:
    started = timezone.now() - ago
    Job.objects.filter(pk=job.pk).update(
        state="running", attempts=1, leased_until=started + queueing.LEASE
    )
