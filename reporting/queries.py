"""What pages and reports read besides counts."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from localities.models import Challenge
from reporting.models import Report
from reporting.period import Period


@dataclass(frozen=True)
class ChallengesOf:
    """A locality's top three challenges."""

    locality: str
    texts: tuple[str, ...]


def challenges(period: Period, localities: tuple[int, ...]) -> list[ChallengesOf]:
    """Of each locality, the challenges of the latest time that falls into the period."""
    rows = Challenge.objects.filter(starts_on__lte=period.end, ends_on__gte=period.start)
    if localities:
        rows = rows.filter(locality_id__in=localities)
    ordered = rows.select_related("locality").order_by(
        "locality__order", "locality__name", "-starts_on", "rank"
    )
    found = []
    for locality, of_it in groupby(ordered, key=lambda row: row.locality):
        own = list(of_it)
        latest = [row.text for row in own if row.starts_on == own[0].starts_on]
        found.append(ChallengesOf(locality.name, tuple(latest)))
    return found


def reports() -> QuerySet[Report]:
    """Reports as listed: without the bytes of their files. They hold counts, so whoever may
    see figures may see them all."""
    return Report.objects.select_related("asked_by", "job", "file").defer(
        "texts", "file__pdf", "file__figures"
    )
