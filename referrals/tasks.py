"""What Celery runs at the front door without being asked."""

from celery import shared_task
from django.utils import timezone

from accounts.acting import acting_as_system
from referrals.actions.asking_back import let_lapse
from referrals.actions.disagreeing import escalate_what_is_late
from referrals.actions.doors import importing
from referrals.actions.doors.drafting import clear_away
from referrals.actions.doors.resuming import clear_away_public
from referrals.actions.pausing import let_pauses_end
from referrals.actions.sampling import draw, last_week


@shared_task(ignore_result=True)
def clear_old_drafts() -> None:
    with acting_as_system("Clearing away old drafts"):
        clear_away()
        clear_away_public()


@shared_task(ignore_result=True)
def look_after_the_desk() -> None:
    """Bring back what no sender answered, let clocks go on whose pause is over, and take higher
    what nobody settled in time."""
    with acting_as_system("Looking after the desk"):
        let_lapse()
        let_pauses_end()
        escalate_what_is_late()


@shared_task(ignore_result=True)
def draw_samples() -> None:
    with acting_as_system("Drawing decisions to look at again"):
        draw(week=last_week(timezone.localdate()))


@shared_task(ignore_result=True)
def clear_old_imports() -> None:
    with acting_as_system("Clearing away old imports"):
        importing.clear_away()
