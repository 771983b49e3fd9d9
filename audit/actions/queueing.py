"""Asking for work and doing it. The row is the truth; the broker only wakes a worker."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.models import Job

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
HEARTBEAT_SECONDS = settings.JOB_LEASE_SECONDS / 4
PAUSES = (2, 4)  # seconds between attempts; settings.JOB_PAUSES says others for a kind of job
RUN_JOB = "audit.tasks.run_job"  # by name: the task calls this module, not the other way round

# What a handler returns: writes its result in the transaction that marks the job done.
Landing = Callable[[], None]


GAVE_UP = "This could not be produced. Try again, or tell your administrator."


class CannotBeDone(Exception):
    """Raised by a handler when trying again would not help; its text is shown to the asker."""


class NotNow(Exception):
    """Raised by a handler when it may go later; shown once it was tried often enough."""


def ask(
    kind: str,
    *,
    key: str,
    by: Any,
    payload: dict[str, Any] | None = None,
    delay: int = 0,
) -> Job:
    """Ask for a job in the transaction that needs it. The same key asks for the same job.

    `delay` is in seconds. A worker is woken after the commit; if the broker is down, the
    sweeper finds the row.
    """
    now = timezone.now()
    job, asked = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": payload or {},
            "asked_at": now,
            "asked_by_id": getattr(by, "pk", None),
            "run_after": now + timedelta(seconds=delay),
        },
    )
    if asked and not delay:
        transaction.on_commit(lambda: wake(job.pk), robust=True)
    return job


def ask_again(job: Job) -> None:
    """Put a failed job back in the queue with fresh attempts."""
    Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.WAITING,
        attempts=0,
        problem="",
        step=0,
        finished_at=None,
        run_after=timezone.now(),
    )
    transaction.on_commit(lambda: wake(job.pk), robust=True)


def wake(job_id: int) -> None:
    """Send the message that makes a worker look at this job. A broker that is down is no error."""
    try:
        current_app.send_task(RUN_JOB, args=[job_id], retry=False)
    except Exception as problem:  # noqa: BLE001  the broker's client raises many kinds
        log.warning("no worker woken for job %s: %s", job_id, type(problem).__name__)


def due_jobs() -> list[int]:
    """Jobs that should be running and are not: never started, or their worker is gone."""
    now = timezone.now()
    return list(
        Job.objects.filter(_may_start(now)).order_by("run_after").values_list("pk", flat=True)[:100]
    )


def run(job_id: int) -> None:
    """Do one job, if nobody else is doing it. Its result lands together with "done"."""
    job = _claim(job_id)
    if job is None:
        return
    if job.attempts > most_attempts(job.kind):
        _end(job, problem="This stopped several times before it was finished. Try again.")
        return
    try:
        handler = import_string(settings.JOB_HANDLERS[job.kind])
        with _heartbeat(job):
            landing: Landing | None = handler(job)
        _end(job, landing=landing)
    except CannotBeDone as problem:
        _end(job, problem=str(problem))
    except NotNow as problem:
        log.info("job %s (%s) must wait after attempt %s", job.pk, job.kind, job.attempts)
        _give_back(job, str(problem))
    except Exception:
        log.exception("job %s (%s) failed at attempt %s", job.pk, job.kind, job.attempts)
        _give_back(job)


def progress(job: Job, step: int, steps: int, name: str) -> None:
    """Say how far the job is. Seen at once by whoever waits for it."""
    Job.objects.filter(pk=job.pk).update(step=step, steps=steps, step_name=name)


def most_attempts(kind: str) -> int:
    """How often a job of this kind is tried before it has failed."""
    return len(_pauses(kind)) + 1


def _pauses(kind: str) -> Sequence[int]:
    found: Sequence[int] = settings.JOB_PAUSES.get(kind, PAUSES)
    return found


def _may_start(now: Any) -> Q:
    waiting = Q(state=Job.State.WAITING, run_after__lte=now)
    abandoned = Q(state=Job.State.RUNNING, leased_until__lt=now)
    return waiting | abandoned


def _claim(job_id: int) -> Job | None:
    now = timezone.now()
    with transaction.atomic():
        rows = Job.objects.select_for_update(skip_locked=True).filter(_may_start(now), pk=job_id)
        job = rows.first()
        if job is None:
            return None
        job.state, job.leased_until = Job.State.RUNNING, now + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "leased_until", "attempts"])
        return job


def _end(job: Job, *, landing: Landing | None = None, problem: str = "") -> None:
    state = Job.State.FAILED if problem else Job.State.DONE
    with transaction.atomic():
        ended = Job.objects.filter(
            pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts
        ).update(
            state=state,
            leased_until=None,
            finished_at=timezone.now(),
            problem=problem,
            step=models.Case(models.When(steps__gt=0, then=F("steps")), default=F("step")),
        )
        if not ended:
            return  # its lease ran out and another worker has taken it over
        if landing:
            landing()


def _give_back(job: Job, problem: str = GAVE_UP) -> None:
    pauses = _pauses(job.kind)
    if job.attempts > len(pauses):
        _end(job, problem=problem)
        return
    pause = timedelta(seconds=pauses[job.attempts - 1])
    Job.objects.filter(pk=job.pk, attempts=job.attempts, state=Job.State.RUNNING).update(
        state=Job.State.WAITING,
        leased_until=None,
        run_after=timezone.now() + pause,
    )


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Renew the lease while the handler works. A killed worker stops renewing."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(HEARTBEAT_SECONDS):
                Job.objects.filter(pk=job.pk, attempts=job.attempts).filter(
                    state=Job.State.RUNNING
                ).update(leased_until=timezone.now() + LEASE)
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
