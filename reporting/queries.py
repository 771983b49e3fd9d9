"""What pages and reports read besides counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from localities.models import Challenge, Locality
from reporting.models import Report
from reporting.period import Period


@dataclass(frozen=True)
class ChallengesOf:
    """A locality's top three challenges, and the factors its assessments found most often."""

    locality: str
    texts: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()


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


@dataclass(frozen=True)
class Page:
    """Some reports, newest first, and where those before them begin."""

    reports: list[Report]
    older: int | None


def page_of_reports(before: str, how_many: int) -> Page:
    """`before` is the number of the report the page before ended with, or nothing."""
    rows = reports().order_by("-pk")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: how_many + 1])
    older = found[how_many - 1].pk if len(found) > how_many else None
    return Page(found[:how_many], older)


class ScopeNames:
    """The localities of reports in words, read once for a whole list."""

    def __init__(self) -> None:
        self._names = dict(Locality.objects.values_list("pk", "name"))

    def of(self, localities: Iterable[int]) -> str:
        return ", ".join(self._names.get(key, "?") for key in localities) or "Whole authority"
