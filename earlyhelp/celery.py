"""The Celery application: workers run jobs, the schedule wakes the sweeper."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "earlyhelp.settings")

app = Celery("earlyhelp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
@beat_init.connect
def _refuse_to_start_badly(**_: Any) -> None:
    """Exits, for Celery's signals swallow what is merely raised."""
    from django.core.exceptions import ImproperlyConfigured

    from earlyhelp.refusals import refuse_bad_settings, refuse_the_demonstrations_door

    try:
        refuse_bad_settings()
        refuse_the_demonstrations_door()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
