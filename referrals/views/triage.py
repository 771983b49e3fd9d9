"""The board "Triage"."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import ItemForm
from localities.models import Locality
from referrals.queries import Filters, board, came_in_since
from referrals.queries.board import TITLES
from referrals.queries.elsewhere import requests_elsewhere

UNROUTED = "none"


class FilterForm(ItemForm):
    """Which requests to show. Never a name: it stands in the address of the page."""

    mark_optional = False

    locality = forms.ChoiceField(label="Locality", required=False)
    mine = forms.BooleanField(label="Only those I have taken", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.localities = {place.slug: place for place in Locality.objects.all()}
        self.fields["locality"].choices = [  # type: ignore[attr-defined]
            ("", "All localities"),
            *((slug, place.name) for slug, place in self.localities.items()),
            (UNROUTED, "No locality yet"),
        ]

    def filters(self, user: Any) -> Filters:
        if not self.is_valid():
            return Filters()
        chosen = self.cleaned_data["locality"]
        return Filters(
            locality=self.localities.get(chosen),
            unrouted=chosen == UNROUTED,
            taken_by=user if self.cleaned_data["mine"] else None,
        )


@only_for(May.TRIAGE)
def triage(request: HttpRequest) -> HttpResponse:
    """Requests that wait, the urgent first, then those with least time; and today's decisions."""
    form = FilterForm(request.GET)
    only = request.GET.get("stage", "")
    only = only if only in TITLES else ""
    found = board(
        request.user, form.filters(request.user), only=only, start=request.GET.get("after", "")
    )
    before = _last_look(request.user)
    shown = sum(len(column.cards) for column in found.columns)
    looked(Look.Kind.LISTED, "Triage", by=request.user, requests=shown)
    kept = {key: request.GET[key] for key in ("locality", "mine") if request.GET.get(key)}
    columns = [
        (column, _address({**kept, "stage": column.key, "after": column.next}))
        for column in found.columns
    ]
    details = {
        "filter_form": form,
        "filtered": bool(kept),
        "board": found,
        "before": before,
        "came_in": came_in_since(request.user, before),
        "columns": columns,
        "elsewhere": [] if only or kept else requests_elsewhere(request.user),
        "back_url": _address(kept) if only else "",
    }
    return render(request, "referrals/triage.html", details)


def _last_look(user: Any) -> datetime | None:
    """When this person saw the board before."""
    looks = Look.objects.filter(actor_id=user.pk, kind=Look.Kind.LISTED, what="Triage")
    return looks.order_by("-at").values_list("at", flat=True).first()


def _address(parts: dict[str, str]) -> str:
    query = urlencode(parts)
    return reverse("triage") + (f"?{query}" if query else "")
