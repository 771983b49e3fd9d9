"""The board "Triage"."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from referrals.forms.board import KEPT, FilterForm
from referrals.queries import board, came_in_since
from referrals.queries.board import LIST, TITLES
from referrals.queries.elsewhere import requests_elsewhere
from referrals.queries.for_managers import to_look_at


@only_for(May.TRIAGE)
def triage(request: HttpRequest) -> HttpResponse:
    """Requests that wait, the urgent first, then those with least time; and today's decisions."""
    form = FilterForm(request.GET)
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)}
    if as_list := request.GET.get("view") == LIST:
        kept["view"] = LIST
    only = request.GET.get("stage", "")
    only = only if only in TITLES else LIST if as_list else ""
    start = request.GET.get("after", "")
    found = board(request.user, form.filters(request.user), only=only, start=start)
    before = _last_look(request.user)
    shown = sum(len(column.cards) for column in found.columns)
    looked(Look.Kind.LISTED, "Triage", by=request.user, requests=shown)
    filtered = bool(kept.keys() - {"view"})
    alone = only not in ("", LIST)
    details = {
        "filter_form": form,
        "filtered": filtered,
        "board": found,
        "before": before,
        "came_in": came_in_since(request.user, before),
        "columns": [
            (column, _address(kept | _stage(column.key) | {"after": column.next}))
            for column in found.columns
        ],
        "counts": [
            (title, number, _address(kept | {"stage": key}), key == only)
            for key, title, number in found.totals
        ],
        "elsewhere": [] if only or kept else requests_elsewhere(request.user),
        "alone": only if alone else "",
        "back_url": _address(kept) if alone or start else "",
        "back_text": "Back to all queues" if alone else "Back to the first page",
        "as_list": as_list,
        "other_url": _address(_other(kept)),
        "to_look_at": to_look_at(request.user),
        "may_import": may(request.user, May.IMPORT),
    }
    return render(request, "referrals/triage.html", details)


def _stage(key: str) -> dict[str, str]:
    return {} if key == LIST else {"stage": key}


def _other(kept: dict[str, str]) -> dict[str, str]:
    """From the columns to the list, and back."""
    if "view" in kept:
        return {key: value for key, value in kept.items() if key != "view"}
    return kept | {"view": LIST}


def _last_look(user: Any) -> datetime | None:
    """When this person saw the board before."""
    looks = Look.objects.filter(actor_id=user.pk, kind=Look.Kind.LISTED, what="Triage")
    return looks.order_by("-at").values_list("at", flat=True).first()


def _address(parts: dict[str, str]) -> str:
    query = urlencode(parts)
    return reverse("triage") + (f"?{query}" if query else "")
