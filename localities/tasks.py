"""What Celery runs every night for places and services."""

from celery import shared_task
from django.utils import timezone

from audit.context import Actor, entered
from localities.actions.reminding import remind_keepers


@shared_task(ignore_result=True)
def remind_keepers_of_the_directory() -> None:
    with entered(Actor(name="Reminding keepers of the directory")):
        remind_keepers(by=None, on=timezone.localdate())
