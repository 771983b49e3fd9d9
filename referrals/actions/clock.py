"""When the clock of a request runs out."""

from datetime import datetime

from django.utils import timezone

from localities.calendar import due_moment
from localities.clocks import in_force
from localities.models import Authority, Timescale

CLOCK = "triage"  # the key of the timescale that a request starts


def due_at(received: datetime) -> datetime:
    """When the clock of a request that came, or came back, at `received` runs out."""
    timescale = in_force(timezone.localdate(received)).filter(key=CLOCK).first()
    days = timescale.length if timescale else 1
    if timescale and timescale.unit == Timescale.Unit.WEEKS:
        days *= 5
    return due_moment(received, days, Authority.current())
