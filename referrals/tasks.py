"""What Celery runs every night at the front door."""

from celery import shared_task

from accounts.acting import acting_as_system
from referrals.actions.drafting import clear_away


@shared_task(ignore_result=True)
def clear_old_drafts() -> None:
    with acting_as_system("Clearing away old drafts"):
        clear_away()
