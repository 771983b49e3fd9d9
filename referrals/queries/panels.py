"""What the pages of panels read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from accounts.roles import May, may
from cases.extensions import Meeting
from cases.models import Allocation
from referrals.describing import age_words, title
from referrals.models import Decision, Outcome, Panel, PanelItem, Referral, ReferralPerson
from referrals.stages import Stage

LONGEST = 100  # of the queue, on one page
PAST = 20
OPEN = Q(outcome__in=["", PanelItem.Outcome.DECIDED])


@dataclass(frozen=True)
class Waiting:
    """A request that waits for a panel."""

    referral: Referral
    title: str
    days: int
    panel: Panel | None = None


@dataclass(frozen=True)
class Unallocated:
    """A case that a panel decided on and nobody leads yet."""

    item: PanelItem
    days: int


def panels_visible_to(user: Any) -> QuerySet[Panel]:
    """The desk and managers of all see every panel; others those they chair or sit on."""
    panels = Panel.objects.select_related("chair")
    if sees_all(user):
        return panels
    with connection.cursor() as cursor:
        cursor.execute("SELECT panels_of(%s)", [user.pk])
        mine = [number for (number,) in cursor.fetchall()]
    return panels.filter(pk__in=mine)


def sees_all(user: Any) -> bool:
    return may(user, May.DECIDE) or (may(user, May.TRIAGE) and may(user, May.ALLOCATE))


def coming(user: Any) -> list[Panel]:
    rows = panels_visible_to(user).filter(state=Panel.State.PLANNED)
    return list(rows.order_by("meets_at", "id"))


def seats_of(user: Any) -> list[Meeting]:
    """The panels whose papers somebody reads, as chair or member: most of them have no “Panels” in
    their header. Named in settings.MEETINGS."""
    rows = Panel.objects.filter(pk__in=RawSQL("SELECT panels_read_by(%s)", [user.pk]))
    return [
        Meeting("Early help panel", row.meets_at, reverse("panel", args=[row.pk]), row.place)
        for row in rows.order_by("meets_at", "id")
    ]


def past(user: Any) -> list[Panel]:
    rows = panels_visible_to(user).exclude(state=Panel.State.PLANNED)
    return list(rows.order_by("-meets_at", "-id")[:PAST])


def decisions_at(item: PanelItem) -> list[Decision]:
    """What a panel decided of an item, child by child: what came between agenda and outcome."""
    if item.outcome != PanelItem.Outcome.DECIDED:
        return []
    between = (item.added_at, item.outcome_at)
    rows = Decision.objects.filter(referral=item.referral_id, decided_at__range=between)
    latest = rows.order_by("child_id", "-decided_at", "-pk").distinct("child_id")
    return list(latest.select_related("child"))


def agenda(panel: Panel) -> list[PanelItem]:
    """The items that are before a panel, in the order in which their requests came."""
    items = (
        PanelItem.objects.filter(OPEN, panel=panel)
        .select_related("referral__locality", "referral__sender_agency", "lead", "lead_agency")
        .prefetch_related(children_of("referral__people"))
        .order_by("late", "referral__received_at", "referral_id")
    )
    return list(items)


def not_before_it(panel: Panel) -> list[PanelItem]:
    """Items deferred, given back or taken off."""
    items = PanelItem.objects.filter(panel=panel).exclude(OPEN).select_related("referral")
    return list(items.order_by("outcome_at"))


def queue(user: Any, *, free: bool = False) -> list[Waiting]:
    """Requests that wait for a panel, the longest first; `free`: those on no agenda yet."""
    placed = PanelItem.objects.filter(referral=OuterRef("pk"), outcome="")
    rows = Referral.objects.visible_to(user).filter(stage=Stage.PANEL)
    if free:
        rows = rows.filter(~Exists(placed), kept_for__isnull=True)
    on = PanelItem.objects.filter(outcome="").select_related("panel")
    rows = rows.select_related("locality").prefetch_related(
        children_of("people"), Prefetch("panel_items", on, to_attr="placed"), put_to_panel()
    )
    found = [_waiting(row) for row in rows.order_by("received_at", "id")[:LONGEST]]
    return sorted(found, key=lambda each: each.days, reverse=True)


def unallocated(user: Any) -> list[Unallocated]:
    """Cases opened by a panel's decision that wait for a lead, the longest first."""
    led = Allocation.objects.filter(case=OuterRef("referral__case"), ended_at__isnull=True)
    items = (
        PanelItem.objects.filter(
            ~Exists(led),
            outcome=PanelItem.Outcome.DECIDED,
            referral__in=Referral.objects.visible_to(user),
            referral__case__stage="waiting",
        )
        .select_related("referral__case__locality", "lead_agency")
        .order_by("outcome_at")[:LONGEST]
    )
    today = timezone.localdate()
    return [Unallocated(item, (today - _day(item.outcome_at)).days) for item in items]


def days_waiting(referral: Referral) -> int:
    """Whole days since the desk put a request to a panel."""
    put = getattr(referral, "put", None)
    if put is None:
        put = list(_put().filter(referral=referral).order_by("decided_at")[:1])
    since = put[0].decided_at if put else referral.received_at
    return (timezone.localdate() - _day(since)).days


def counts(panels: Sequence[Panel]) -> dict[int, int]:
    """How many items each has that whoever asks may see."""
    rows = PanelItem.objects.filter(OPEN, panel__in=panels).values("panel")
    return {row["panel"]: row["many"] for row in rows.annotate(many=Count("pk"))}


def title_of(referral: Referral) -> str:
    return title(list(referral.children))  # type: ignore[attr-defined]


def ages_of(referral: Referral, today: date) -> list[tuple[str, str]]:
    children: list[ReferralPerson] = referral.children  # type: ignore[attr-defined]
    return [(child.name, age_words(child, today)) for child in children]


def children_of(path: str) -> Prefetch:
    children = ReferralPerson.objects.exclude(kind=ReferralPerson.Kind.ADULT)
    return Prefetch(path, children, to_attr="children")


def put_to_panel() -> Prefetch:
    return Prefetch("decisions", _put().order_by("decided_at"), to_attr="put")


def _put() -> QuerySet[Decision]:
    return Decision.objects.filter(outcome=Outcome.PANEL, superseded_at__isnull=True)


def _waiting(row: Referral) -> Waiting:
    placed = row.placed  # type: ignore[attr-defined]
    return Waiting(row, title_of(row), days_waiting(row), placed[0].panel if placed else None)


def _day(moment: datetime | None) -> date:
    assert moment is not None
    return timezone.localdate(moment)
