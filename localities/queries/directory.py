"""Searching the directory. No person stands in it, so the database’s own word search does."""

import re
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from localities.models import Locality, Service

PAGE = 20
MOST_WORDS = 12


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. What is empty does not matter to them."""

    words: str = ""
    age: int | None = None
    locality: Locality | None = None
    topic: str = ""
    language: str = ""
    free: bool = False


@dataclass(frozen=True)
class Found:
    """A page of the directory; `some` where no entry has all the words and these have some."""

    services: list[Service] = field(default_factory=list)
    total: int = 0
    page: int = 1
    some: bool = False

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.services) - 1

    @property
    def has_more(self) -> bool:
        return self.last < self.total


def search(wanted: Wanted, page: int = 1, size: int = PAGE) -> Found:
    """Entries offered today, the best first; by name where no words were given."""
    rows = _fitting(wanted)
    typed = " ".join(re.findall(r"\w+", wanted.words)[:MOST_WORDS])
    if not typed:
        return _page(rows.order_by("name", "id"), page, size)
    found = _page(_ranked(rows, SearchQuery(typed, config="english")), page, size)
    if found.total or " " not in typed:
        return found
    either = SearchQuery(" | ".join(typed.split()), config="english", search_type="raw")
    return _page(_ranked(rows, either), page, size, some=True)


def called(name: str) -> tuple[Service | None, list[str]]:
    """The entry of this name that is offered today; where there is none, names like it."""
    tidy = " ".join(name.split())
    found = Service.objects.offered().defer("words").filter(name__iexact=tidy).first()
    return found, [] if found else [one.name for one in search(Wanted(words=tidy), size=5).services]


def languages() -> list[str]:
    """Every language in which something is offered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT unnest(languages) AS language FROM localities_service"
                       " WHERE ended_on IS NULL ORDER BY language")  # fmt: skip
        return [language for (language,) in cursor.fetchall()]


def _fitting(wanted: Wanted) -> QuerySet[Service]:
    rows = Service.objects.offered()
    if wanted.age is not None:
        rows = rows.filter(
            Q(age_from__isnull=True) | Q(age_from__lte=wanted.age),
            Q(age_to__isnull=True) | Q(age_to__gte=wanted.age),
        )
    if wanted.locality:
        there = Service.localities.through.objects.filter(
            service=OuterRef("pk"), locality=wanted.locality
        )
        rows = rows.filter(Q(everywhere=True) | Q(online=True) | Q(Exists(there)))
    if wanted.topic:
        rows = rows.filter(topics__contains=[wanted.topic])
    if wanted.language:
        rows = rows.filter(languages__contains=[wanted.language])
    return rows.filter(cost=Service.Cost.FREE) if wanted.free else rows


def _ranked(rows: QuerySet[Service], query: SearchQuery) -> QuerySet[Service]:
    fitting = rows.filter(words=query).annotate(rank=SearchRank(F("words"), query))
    return fitting.order_by("-rank", "name", "id")


def _page(rows: QuerySet[Service], page: int, size: int, *, some: bool = False) -> Found:
    total = rows.count()
    page = max(1, min(page, -(-total // size)))
    start = (page - 1) * size
    shown = rows.defer("words").select_related("agency").prefetch_related("localities")
    return Found(list(shown[start : start + size]), total, page, some)
