"""“People and cover”: what everybody holds, who stands in for whom, and handing everything over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import Form
from audit.web.sending import send, whole
from cases.actions.leads.covering import end_cover, name_cover, reasons_against
from cases.actions.leads.handing_over import hand_over_all, reasons_against_leads
from cases.forms.leads.workers import CoverForm, HandOverForm
from cases.models import Cover
from cases.queries.leads.workers import (
    choices_under,
    closed_to,
    led_by,
    minded_by,
    unseen_of,
    worker_rows,
    workers_under,
)
from cases.views.one_form import METHODS


@require_safe
@only_for(May.ALLOCATE)
def workers(request: HttpRequest) -> HttpResponse:
    """Everybody this manager answers for, with what they hold and who covers for them."""
    return render(request, "cases/workers.html", {"rows": worker_rows(request.user)})


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def cover(request: HttpRequest, number: int) -> HttpResponse:
    """Name who stands in for somebody, for dates."""
    absent = _worker(request, number)
    form = CoverForm(request.POST or None, workers=choices_under(request.user, absent))

    def against() -> list[str]:
        said = form.cleaned_data
        worker = User.objects.filter(pk=said["worker"]).first() if said.get("worker") else None
        return reasons_against(
            absent, worker, said.get("from_date"), said.get("to_date"), request.user
        )

    if request.method == "POST" and whole(form, reasons=against):

        def verb() -> str:
            named = _named(form, absent, request.user)
            messages.success(request, _said(named, request.user))
            return reverse("workers")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "absent": absent, "cancel_url": reverse("workers")}
    return render(request, "cases/cover.html", context)


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def cover_end(request: HttpRequest, number: int) -> HttpResponse:
    """End a cover before its last day, or before its first."""
    found = Cover.objects.standing().select_related("absent", "worker").filter(pk=number).first()
    if found is None or not workers_under(request.user).filter(pk=found.absent_id).exists():
        raise Http404
    form = Form(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            end_cover(cover=found, by=request.user)
            messages.success(request, f"{found.worker.name} no longer covers")
            return reverse("workers")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "cover": found, "cancel_url": reverse("workers")}
    return render(request, "cases/cover_end.html", context)


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Give everything somebody leads to others, in one action."""
    leaver = _worker(request, number)
    cases, by = list(led_by(leaver, request.user)), request.user
    looked(Look.Kind.LISTED, f"Cases {leaver.name} leads", by=by, rows=len(cases))
    form = HandOverForm(request.POST or None, workers=choices_under(by, leaver), cases=cases)

    def chosen() -> dict[int, User]:
        leads = form.leads()
        users = User.objects.select_related("agency").in_bulk(set(leads.values()))
        return {case: users[lead] for case, lead in leads.items()}

    def against() -> list[str]:
        named = chosen()
        return reasons_against_leads({c: named[c.pk] for c in cases if c.pk in named}, by)

    if request.method == "POST" and whole(form, reasons=against):

        def verb() -> str:
            note = form.cleaned_data["note"]
            hand_over_all(leaver=leaver, leads=chosen(), by=by, note=note)
            messages.success(request, _handed_over(leaver, by))
            return reverse("workers")

        if done := send(form, verb, by=by):
            return done
    context: dict[str, Any] = {
        "form": form,
        "leaver": leaver,
        "minded": minded_by(leaver, by).count(),
        "unseen": unseen_of(leaver, by),
        "cancel_url": reverse("workers"),
    }
    return render(request, "cases/hand_over.html", context)


def _worker(request: HttpRequest, number: int) -> User:
    """Somebody this manager does not answer for is not found."""
    found = workers_under(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _named(form: CoverForm, absent: User, by: Any) -> Cover:
    said = form.cleaned_data
    worker = User.objects.select_related("agency").get(pk=said["worker"])
    days = {name: said[name] for name in ("from_date", "to_date")}
    return name_cover(absent=absent, worker=worker, by=by, why=said["why"], **days)


def _handed_over(leaver: User, by: Any) -> str:
    """That nothing is left behind; or how much is that somebody else must see to."""
    if left := unseen_of(leaver, by):
        cases = "case that you do not see stays" if left == 1 else "cases that you do not see stay"
        return f"Everything you see has a new lead. {left} {cases} with {leaver.name}"
    return f"Everything {leaver.name} led has a new lead"


def _said(cover: Cover, by: Any) -> str:
    """Who covers; and which of the cases stay closed to them all the same."""
    cases = list(led_by(cover.absent, by))
    shut = closed_to(cover.worker, cases)
    said = str(cover)
    if shut:
        said += f". Closed to them all the same: {', '.join(shut)}"
    if shut and len(shut) == len(cases):
        said += ". That is every case: end this cover and name somebody else"
    return said
