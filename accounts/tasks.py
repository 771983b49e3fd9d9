"""What runs every night."""

from celery import shared_task
from django.utils import timezone

from accounts.acting import acting_as_system
from accounts.actions.keeping import forget_old
from accounts.actions.sleeping import send_unused_to_sleep
from accounts.roles import Scope


@shared_task(ignore_result=True)
def look_after_accounts() -> None:
    """Unused accounts sleep; what was kept for nobody is forgotten. Twice does no more."""
    with acting_as_system("look after accounts", Scope.ALL):
        send_unused_to_sleep(timezone.localdate())
        forget_old()
