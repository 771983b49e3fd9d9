"""The triage board: three columns of cards, urgent first, then least time left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from localities.models import Locality
from referrals.describing import age_words, sender_words, short_names
from referrals.models import Decision, Outcome, Referral, ReferralPerson
from referrals.queries.paging import after, cursor_of

Stage = Referral.Stage
Known = Referral.Known

PAGE = 60
TITLES = {Stage.NEW: "New", Stage.SCREENING: "Screening", Stage.DECIDED: "Decided today"}
DESCRIBED = ("kind", "given_name", "family_name", "date_of_birth", "expected_on")
KNOWN_COLOURS = {Known.KNOWN: "purple", Known.POSSIBLY: "yellow"}


@dataclass(frozen=True)
class Filters:
    """Which requests: of one locality ("none": no locality yet), and only those I have taken."""

    locality: Locality | None = None
    unrouted: bool = False
    taken_by: Any = None

    def apply(self, requests: QuerySet[Referral]) -> QuerySet[Referral]:
        if self.locality:
            requests = requests.filter(locality=self.locality)
        if self.unrouted:
            requests = requests.filter(locality__isnull=True)
        return requests.filter(taken_by=self.taken_by) if self.taken_by else requests


@dataclass(frozen=True)
class Card:
    """One request as the board shows it."""

    request: Referral
    children: list[tuple[str, str]]  # name, age
    sender: list[str]
    known: str
    known_colour: str
    outcomes: list[str]


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    cards: list[Card]
    total: int
    next: str = ""  # where the next page of this column begins


@dataclass(frozen=True)
class Board:
    columns: list[Column] = field(default_factory=list)
    waiting: int = 0
    oldest: datetime | None = None


def board(user: Any, filters: Filters, *, only: str = "", start: str = "") -> Board:
    """The board, or one column of it from `start` on. As many queries for 1 card as for 180."""
    requests = filters.apply(Referral.objects.visible_to(user))
    totals = _totals(requests)
    found = {}
    for key in [only] if only else list(TITLES):
        page = after(_of(requests, key), start, waiting=key != Stage.DECIDED)
        found[key] = list(page[: PAGE + 1])
    _fetch_people([request for rows in found.values() for request in rows])
    columns = [_column(key, rows, totals[key]) for key, rows in found.items()]
    waiting = totals[Stage.NEW] + totals[Stage.SCREENING]
    return Board(columns, waiting, totals["oldest"])


def came_in_since(user: Any, moment: datetime | None) -> int:
    """How many requests came in since somebody last looked."""
    if moment is None:
        return 0
    return Referral.objects.visible_to(user).filter(received_at__gt=moment).count()


def _totals(requests: QuerySet[Referral]) -> dict[str, Any]:
    waiting = requests.exclude(stage=Stage.DECIDED)
    counted = waiting.aggregate(
        new=Count("pk", filter=Q(stage=Stage.NEW)),
        screening=Count("pk", filter=Q(stage=Stage.SCREENING)),
        oldest=Min("due_at"),
    )
    return counted | {Stage.DECIDED: _of(requests, Stage.DECIDED).count()}


def _of(requests: QuerySet[Referral], key: str) -> QuerySet[Referral]:
    if key == Stage.DECIDED:
        midnight = datetime.combine(timezone.localdate(), time.min)
        return requests.filter(stage=key, decided_at__gte=timezone.make_aware(midnight))
    return requests.exclude(stage=Stage.DECIDED).filter(stage=key)


def _fetch_people(requests: list[Referral]) -> None:
    standing = Decision.objects.filter(superseded_at__isnull=True).only("referral_id", "outcome")
    children = ReferralPerson.objects.exclude(kind=ReferralPerson.Kind.ADULT)
    children = children.only("referral_id", *DESCRIBED)
    prefetch_related_objects(
        requests,
        Prefetch("people", children, to_attr="children"),
        Prefetch("decisions", standing, to_attr="standing"),
    )


def _column(key: str, rows: list[Referral], total: int) -> Column:
    today = timezone.localdate()
    shown = rows[:PAGE]
    more = cursor_of(shown[-1]) if len(rows) > PAGE else ""
    return Column(key, TITLES[Stage(key)], [_card(row, today) for row in shown], total, more)


def _card(request: Referral, today: date) -> Card:
    children: list[ReferralPerson] = request.children  # type: ignore[attr-defined]
    ages = [age_words(child, today) for child in children]
    standing: Iterable[Decision] = request.standing  # type: ignore[attr-defined]
    outcomes = dict.fromkeys(Outcome(decision.outcome).label for decision in standing)
    return Card(
        request=request,
        children=list(zip(short_names(children), ages, strict=True)),
        sender=sender_words(request),
        known=Known(request.known).label,
        known_colour=KNOWN_COLOURS.get(Known(request.known), "grey"),
        outcomes=list(outcomes),
    )
