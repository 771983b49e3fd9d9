"""The authority's table of timescales as it is on a day."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from localities.models import Timescale


def in_force(day: date) -> QuerySet[Timescale]:
    """The timescales that apply on a day."""
    return Timescale.objects.filter(from_date__lte=day).filter(
        Q(to_date__isnull=True) | Q(to_date__gte=day)
    )


def how_long(key: str) -> str:
    """How long a clock of the table runs today: “1 working day”. Empty where there is none."""
    clock = in_force(timezone.localdate()).filter(key=key).first()
    return clock.how_long if clock else ""
