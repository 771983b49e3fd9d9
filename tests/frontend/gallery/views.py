"""Pages that show every part once. Nothing outside the tests routes to them."""

import datetime
import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from audit.web.forms import Form
from tests.frontend.gallery.forms import ChildFormSet, EveryQuestion, Section

TODAY = datetime.date(2026, 11, 22)
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
LONG = "Maximiliana-Alexandrovna Featherstonehaugh-Chukwuemeka"
BARS = mark_safe(
    '<svg viewBox="0 0 300 60" width="300" height="60" aria-hidden="true">'
    '<rect x="0" y="5" width="260" height="20" fill="#1d4f73"/>'
    '<rect x="0" y="35" width="120" height="20" fill="#1d4f73"/></svg>'
)
SAVED: list[dict[str, Any]] = []  # what the autosave page was sent


def parts(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/parts.html", parts_shown())


def questions(request: HttpRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = EveryQuestion(data, request.FILES or None)
    children = ChildFormSet(data, prefix="children")
    if children.changing:
        form.as_typed()
    elif data is not None and all([form.is_valid(), children.is_valid()]):
        messages.success(request, f"Saved with {len(children.forms)} children")
        return redirect("gallery-questions")
    return render(request, "gallery/questions.html", {"form": form, "children": children})


def refused(request: HttpRequest) -> HttpResponse:
    form = Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.add_refusals(["The plan must be agreed before the case is closed."])
    return render(request, "shell/form.html", {"form": form})


def section(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/section.html", {"form": Section(initial={"version": 1})})


def save(request: HttpRequest) -> JsonResponse:
    sent = {key: request.POST.getlist(key) for key in request.POST if key != "csrfmiddlewaretoken"}
    SAVED.append(sent)
    if "refuse" in json.dumps(sent):
        return JsonResponse({"message": "Grace Hill changed this at 14:30."}, status=409)
    return JsonResponse({"version": int(request.POST["version"]) + 1, "saved_at": "14:32"})


def progress(request: HttpRequest) -> HttpResponse:
    step = int(request.GET.get("step", 1))
    return render(
        request,
        "parts/progress.html" if "fragment" in request.GET else "gallery/progress.html",
        {
            "url": f"/progress/?fragment=1&step={step + 1}",
            "page_url": "/progress/",
            "step": step,
            "steps": 3,
            "words": "The report is ready" if step >= 3 else "Drawing charts",
            "done": step >= 3,
        },
    )


def parts_shown() -> dict[str, Any]:
    return {
        "today": TODAY,
        "long": LONG,
        "days": [TODAY + datetime.timedelta(days=n) for n in (-3, 0, 1, 5, 40)],
        "now": NOON,
        "deadline": NOON + datetime.timedelta(hours=2, minutes=10),
        "reasons": [
            "The plan has not been agreed.",
            "Two actions are still open: say what became of them.",
        ],
        "verbs": [
            {"label": "Record a TAF meeting", "url": "#meeting"},
            {"label": "Add contact", "url": "#contact", "style": "secondary"},
            {"label": "Close case", "url": "#close", "reasons": ["The plan has not been agreed."]},
        ],
        "tabs": [
            {"text": text, "href": f"#{text}", "current": text == "Plan"}
            for text in [
                "Summary",
                "People",
                "Assessment",
                "Plan",
                "Meetings",
                "Timeline",
                "Documents",
                "History",
            ]
        ],
        "entries": [
            {
                "title": "TAF meeting",
                "by": "Grace Hill",
                "at": NOON,
                "words": "Six people came. Amara spoke for herself.",
                "detail": "The minutes are in the plan.",
            },
            {"title": "Case opened", "by": LONG, "at": NOON - datetime.timedelta(days=40)},
        ],
        "svg": BARS,
        "headers": ["Locality", "Children", "Rate"],
        "rows": [["Bilston", "412", "31.2"], ["Low Hill", "190", "14.4"]],
        "families": [
            (LONG + " family", "Ada (7), Ben (4)", TODAY - datetime.timedelta(days=2), 3),
            ("Hill family", "Amara (12)", TODAY + datetime.timedelta(days=2), 2),
        ],
    }
