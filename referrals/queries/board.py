"""The triage board: a column of cards per queue, or one list; urgent first, then least time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Min, Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from referrals.describing import age_words, sender_words, short_names
from referrals.models import Decision, Outcome, Pause, Referral, ReferralPerson
from referrals.queries.filters import Filters, runs
from referrals.queries.kinds import kinds_in_words
from referrals.queries.paging import after, cursor_of
from referrals.stages import QUEUES, Stage
from referrals.stages import TITLES as STAGE_TITLES

__all__ = ["FIRST", "LIST", "PAGE", "TITLES", "Board", "Filters", "board", "came_in_since"]

Known = Referral.Known

PAGE = 60  # of a column or list alone
FIRST = 15  # of each column on the board
LIST = "list"  # all queues as one
TITLES: dict[str, str] = {stage.value: title for stage, title in STAGE_TITLES.items()} | {
    "decided": "Decided today"
}
COLUMNS: tuple[str, ...] = (
    Stage.NEW,
    Stage.SCREENING,
    Stage.SOCIAL_WORK,
    Stage.SENDER,
    Stage.PANEL,
    Stage.DECIDED,
)
DESCRIBED = ("kind", "given_name", "family_name", "date_of_birth", "expected_on")
KNOWN_COLOURS = {Known.KNOWN: "purple", Known.POSSIBLY: "yellow"}


@dataclass(frozen=True)
class Card:
    """One request as the board shows it."""

    request: Referral
    children: list[tuple[str, str]]  # name, age
    sender: list[str]
    known: str
    known_colour: str
    outcomes: list[str]
    stage: str
    paused: str = ""  # why its clock stands still
    panel_since: datetime | None = None
    kind: str = ""  # what it is, where it is not an ordinary request


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
    totals: list[tuple[str, str, int]] = field(default_factory=list)  # queue, title, how many


def board(user: Any, filters: Filters, *, only: str = "", start: str = "") -> Board:
    """The board; or one column of it from `start` on; or, with `only` "list", every queue as one.

    As many queries for 1 card as for 180.
    """
    requests = filters.apply(Referral.objects.visible_to(user))
    totals, oldest = _totals(requests)
    size = PAGE if only else FIRST
    found = {}
    for key in [only] if only else COLUMNS:
        page = after(_of(requests, key), start, waiting=key != Stage.DECIDED)
        found[key] = list(page[: size + 1]) if totals[key] else []
    everything = [request for rows in found.values() for request in rows[:size]]
    _fetch(everything)
    kinds = kinds_in_words(everything)
    columns = [_column(key, rows, totals[key], size, kinds) for key, rows in found.items()]
    counts = [(key, TITLES[key], totals[key]) for key in COLUMNS]
    return Board(columns, totals[LIST], oldest, counts)


def came_in_since(user: Any, moment: datetime | None) -> int:
    """How many requests came in since somebody last looked."""
    if moment is None:
        return 0
    return Referral.objects.visible_to(user).filter(received_at__gt=moment).count()


def _totals(requests: QuerySet[Referral]) -> tuple[dict[str, int], datetime | None]:
    """How many are in each queue, all together, and today decided; the oldest running clock."""
    waiting = requests.exclude(stage=Stage.DECIDED)
    rows = (
        waiting.order_by()
        .values("stage")
        .annotate(n=Count("pk"), oldest=Min("due_at", filter=runs(timezone.now())))
    )
    found = {row["stage"]: row for row in rows}
    totals = {key.value: found[key]["n"] if key in found else 0 for key in QUEUES}
    totals[LIST] = sum(totals.values())
    totals[Stage.DECIDED] = _of(requests, Stage.DECIDED).count()
    oldest = min((row["oldest"] for row in found.values() if row["oldest"]), default=None)
    return totals, oldest


def _of(requests: QuerySet[Referral], key: str) -> QuerySet[Referral]:
    if key == Stage.DECIDED:
        midnight = datetime.combine(timezone.localdate(), time.min)
        return requests.filter(stage=key, decided_at__gte=timezone.make_aware(midnight))
    waiting = requests.exclude(stage=Stage.DECIDED)
    return waiting if key == LIST else waiting.filter(stage=key)


def _fetch(requests: list[Referral]) -> None:
    standing = Decision.objects.filter(superseded_at__isnull=True)
    standing = standing.only("referral_id", "outcome", "decided_at")
    children = ReferralPerson.objects.exclude(kind=ReferralPerson.Kind.ADULT)
    children = children.only("referral_id", *DESCRIBED)
    pauses = Pause.objects.filter(ended_at__isnull=True).only("referral_id", "reason", "until")
    prefetch_related_objects(
        requests,
        Prefetch("people", children, to_attr="children"),
        Prefetch("decisions", standing, to_attr="standing"),
        Prefetch("pauses", pauses, to_attr="pausing"),
    )


def _column(key: str, rows: list[Referral], total: int, size: int, kinds: dict[int, str]) -> Column:
    today, now = timezone.localdate(), timezone.now()
    shown = rows[:size]
    more = cursor_of(shown[-1]) if len(rows) > size else ""
    cards = [_card(row, today, now, kinds.get(row.pk, "")) for row in shown]
    return Column(key, TITLES.get(key, "Waiting"), cards, total, more)


def _card(request: Referral, today: date, now: datetime, kind: str) -> Card:
    children: list[ReferralPerson] = request.children  # type: ignore[attr-defined]
    ages = [age_words(child, today) for child in children]
    standing: Iterable[Decision] = request.standing  # type: ignore[attr-defined]
    pausing: list[Pause] = request.pausing  # type: ignore[attr-defined]
    outcomes = dict.fromkeys(Outcome(decision.outcome).label for decision in standing)
    put = [row.decided_at for row in standing if row.outcome == Outcome.PANEL]
    return Card(
        request=request,
        children=list(zip(short_names(children), ages, strict=True)),
        sender=sender_words(request),
        known=Known(request.known).label,
        known_colour=KNOWN_COLOURS.get(Known(request.known), "grey"),
        outcomes=list(outcomes),
        stage=TITLES[request.stage],
        paused=next((row.reason for row in pausing if row.until > now), ""),
        panel_since=min(put, default=None) if request.stage == Stage.PANEL else None,
        kind=kind,
    )
