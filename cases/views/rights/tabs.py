"""What every list of information governance shows above it: the queues, each with how many wait."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cases.models import RightsRequest
from cases.queries.rights.queues import how_many


def tabs(current: str) -> list[dict[str, Any]]:
    counts = how_many()
    rows = [
        (kind, label, f"{reverse('rights')}?kind={kind}")
        for kind, label in RightsRequest.Kind.choices
    ]
    rows.append(("disposal", "Due for disposal", reverse("rights-disposal")))
    rows.append(("holds", "Legal holds", reverse("rights-holds")))
    return [
        {"text": f"{label} ({counts[key]})", "href": href, "current": key == current}
        for key, label, href in rows
    ]


def page_number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "")
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 6 else 1
