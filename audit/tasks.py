"""What Celery runs: one job by its number, and the sweep that finds jobs nobody woke."""

from celery import shared_task

from audit.actions import anchoring, answering, queueing


@shared_task(ignore_result=True, acks_late=True)
def run_job(job_id: int) -> None:
    queueing.run(job_id)


@shared_task(ignore_result=True, expires=10)
def sweep() -> None:
    """Run every few seconds: hand out jobs that should be running and are not."""
    for job_id in queueing.due_jobs():
        run_job.delay(job_id)


@shared_task(ignore_result=True)
def anchor_audit() -> None:
    """Run daily: keep outside the database where the chains of the record stand."""
    anchoring.anchor()


@shared_task(ignore_result=True)
def forget_old_answers() -> None:
    """Run nightly: answers kept for repeated requests, past their time."""
    answering.forget_old_answers()
