"""What the schedule wakes in this room. What must not be lost is a job."""

from celery import shared_task
from django.db import connection
from django.utils import timezone

from accounts.acting import acting_as_system
from cases.actions.endings.sustaining import look_at_all
from cases.actions.rights.keeping import ask_for_listing
from cases.actions.steps.disputing import escalate_what_is_late
from cases.actions.timing.digesting import send_digests
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


@shared_task(ignore_result=True)
def count_names() -> None:
    """Run every night: what is rare says more when people are matched."""
    with acting_as_system("the count of names"), connection.cursor() as cursor:
        cursor.execute("SELECT count_names()")


@shared_task(ignore_result=True)
def send_digest_of_what_is_due() -> None:
    """Run at half past seven; a second run the same day writes to nobody twice."""
    send_digests(timezone.localdate())


@shared_task(ignore_result=True)
def look_how_closed_cases_hold() -> None:
    """Run every night; a second run the same day looks at nothing twice."""
    look_at_all(timezone.localdate())


@shared_task(ignore_result=True)
def escalate_late_disputes() -> None:
    """Run every night: a stage whose time ran out is over; a second run finds none."""
    escalate_what_is_late(timezone.localdate())
