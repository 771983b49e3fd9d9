"""What the schedule wakes in this room. What must not be lost is a job."""

from celery import shared_task

from accounts.acting import acting_as_system
from cases.actions.keeping import ask_for_listing
from cases.files.keeping import sweep


@shared_task(ignore_result=True)
def sweep_files() -> None:
    """Remove what a process left that died between writing a file and its row."""
    with acting_as_system("the sweep of files"):
        sweep()


@shared_task(ignore_result=True)
def list_due_for_disposal() -> None:
    """Run every night."""
    ask_for_listing()
