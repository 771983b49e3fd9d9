"""“What is due, and by when”: the table for everybody; changing it, for who may configure."""

from dataclasses import asdict, fields
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for, recently_confirmed
from accounts.roles import May, may
from audit.days import in_words
from audit.web.sending import send
from cases.forms.timing.timescales import AddForm, ChangeForm
from cases.queries.timing.timescales import Affected, Line, affected, line_of, table
from localities.actions import timing
from localities.models import Timescale
from localities.timescale_rules import (
    ALWAYS,
    KEPT,
    reasons_against,
    reasons_against_day,
    reasons_against_escalation,
    reasons_against_words,
)

METHODS = ["GET", "HEAD", "POST"]
NOT_TYPED = {"csrfmiddlewaretoken", "again"}


@require_safe
@login_required
def timescales(request: HttpRequest) -> HttpResponse:
    """What falls due, counted from what, and whose work it is."""
    context = {"lines": table(), "may_change": may(request.user, May.CONFIGURE)}
    return render(request, "cases/timescales.html", context)


@require_http_methods(METHODS)
@only_for(May.CONFIGURE)
@recently_confirmed
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Another length from a day on: typed, then confirmed beside how many are due now."""
    line = line_of(key)
    if line is None:
        raise Http404
    form = ChangeForm(request.POST or None, initial=_initial(line.row))
    found = affected(key)
    if request.method == "POST" and form.is_valid():
        _judge(form, line.row)
        if answer := _answer(request, form, line, found):
            return answer
    context = {"form": form, "line": line, "affected": found, "cancel_url": reverse("timescales")}
    return render(request, "cases/timescale_change.html", context)


@require_http_methods(METHODS)
@only_for(May.CONFIGURE)
@recently_confirmed
def add(request: HttpRequest) -> HttpResponse:
    """Something more that falls due. Nothing is due of it yet."""
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            row = timing.add(by=request.user, **form.said())
            messages.success(request, f"{row.due} falls due from {in_words(row.from_date)}")
            return reverse("timescales")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "cancel_url": reverse("timescales")}
    return render(request, "cases/timescale_add.html", context)


def _answer(
    request: HttpRequest, form: ChangeForm, line: Line, found: Affected
) -> HttpResponse | None:
    """The page that asks, or what follows the saving; None to show the form again."""
    if not form.is_valid() or "again" in request.POST:
        return None
    if "sure" not in request.POST:
        return _ask(request, form, line, found)
    return send(form, lambda: _save(request, form, line.row.key, found), by=request.user)


def _initial(row: Timescale) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(timing.Terms)}


def _judge(form: ChangeForm, row: Timescale) -> None:
    """What the verb would refuse, beside the question it is about, before it is asked whether
    that is meant."""
    day, terms, ends = form.cleaned_data["from_date"], form.terms, form.cleaned_data["ends"]
    for reason in reasons_against_day(row.key, day, timezone.localdate()):
        form.add_error("from_date", reason)
    if ends and row.key in ALWAYS:
        form.add_error("ends", KEPT)
    if ends:
        return
    for reason in reasons_against(row.key, terms.length, terms.unit):
        form.add_error("length", reason)
    for reason in reasons_against_words(row, terms.length, terms.unit, terms.because):
        form.add_error("because", reason)
    to, after = terms.escalates_to, terms.escalates_after
    for reason in reasons_against_escalation(row.starts_with, to, after):
        form.add_error("escalates_after" if to else "escalates_to", reason)


def _ask(request: HttpRequest, form: ChangeForm, line: Line, found: Affected) -> HttpResponse:
    """What it will do, before it is done: the second sending does it."""
    day = form.cleaned_data["from_date"]
    told = Timescale(due=line.row.due, from_date=day, **asdict(form.terms))
    context = {
        "line": line,
        "told": told,
        "ends": form.cleaned_data["ends"],
        "affected": found,
        "hidden": [(name, typed) for name, typed in request.POST.items() if name not in NOT_TYPED],
        "cancel_url": reverse("timescales"),
    }
    return render(request, "cases/timescale_sure.html", context)


def _save(request: HttpRequest, form: ChangeForm, key: str, found: Affected) -> str:
    said = form.said()
    told: dict[str, Any] = {"key": key, "by": request.user, "due_now": found.due_now}
    if form.cleaned_data["ends"]:
        row = timing.end(from_date=said["from_date"], **told)
    else:
        row = timing.change(**said, **told)
    messages.success(request, f"{row.due} changes from {in_words(said['from_date'])}")
    return reverse("timescales")
