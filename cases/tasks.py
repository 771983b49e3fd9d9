"""What the schedule wakes in this room. The work itself is a job, so that it is not lost."""

from celery import shared_task

from cases.actions.keeping import ask_for_listing


@shared_task(ignore_result=True)
def list_due_for_disposal() -> None:
    """Run every night."""
    ask_for_listing()
