"""The queues of people's requests, of holds and of what is due for disposal."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from cases.models import Disposal, LegalHold, RightsRequest
from cases.rights_way import OPEN

A_PAGE = 50
STATES = [state.value for state in OPEN]


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and which pages come before and after."""

    rows: list[Any]
    number: int
    more: bool

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def following(self) -> int:
        return self.number + 1 if self.more else 0


def requests_of(kind: str = "", *, ended: bool = False) -> QuerySet[RightsRequest]:
    """Requests by their clock: what is due first stands first, what waits for proof last."""
    rows = RightsRequest.objects.select_related("handled_by", "passed_on_by")
    rows = rows.exclude(state__in=STATES) if ended else rows.filter(state__in=STATES)
    if kind:
        rows = rows.filter(kind=kind)
    if ended:
        return rows.order_by("-answered_on", "-pk")
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def how_many() -> dict[str, int]:
    """Open requests of each kind, what is due for disposal, and holds that stand."""
    open_now = RightsRequest.objects.filter(state__in=STATES)
    counted = open_now.aggregate(
        **{kind: Count("pk", filter=Q(kind=kind)) for kind in RightsRequest.Kind.values}
    )
    return counted | {
        "disposal": Disposal.objects.filter(state=Disposal.State.DUE).count(),
        "holds": LegalHold.objects.filter(ended_on__isnull=True).count(),
    }


def page_of(rows: QuerySet[Any], number: int) -> Page:
    start = (number - 1) * A_PAGE
    found = list(rows[start : start + A_PAGE + 1])
    return Page(found[:A_PAGE], number, len(found) > A_PAGE)


def due_for_disposal() -> QuerySet[Disposal]:
    return Disposal.objects.filter(state=Disposal.State.DUE).order_by("due_on", "pk")
