"""What the schedule wakes in this room."""

from celery import shared_task

from accounts.acting import acting_as_system
from cases.files.keeping import sweep


@shared_task
def sweep_files() -> None:
    """Remove what a process left that died between writing a file and its row."""
    with acting_as_system("the sweep of files"):
        sweep()
