"""Locality surgeries: the list, one with its agenda, arranging one, who was there."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import served_localities
from accounts.doors import only_for
from accounts.roles import May, Scope, may, role_of
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import VersionedForm
from audit.web.sending import send
from cases.actions.surgeries.arranging import Guest, arrange, attend, call_off, rearrange
from cases.forms.surgeries import (
    ArrangeForm,
    AttendForm,
    CallOffForm,
    GuestForms,
    RearrangeForm,
)
from cases.models import Surgery
from cases.queries.surgeries import agenda, came_from, coming, past, surgeries_for
from cases.rules.surgery import reasons_against_attending, reasons_against_rearranging
from cases.views.one_form import METHODS
from localities.models import Locality


@require_safe
@only_for(May.WORK, May.ALLOCATE)
def surgeries(request: HttpRequest) -> HttpResponse:
    """“Surgeries”: those to come and the last ones, of the localities somebody works in."""
    context = {
        "coming": coming(request.user),
        "past": past(request.user),
        "may_arrange": may(request.user, May.ALLOCATE),
    }
    looked(Look.Kind.LISTED, "Surgeries", by=request.user)
    return render(request, "cases/surgeries.html", context)


@require_safe
@only_for(May.WORK, May.ALLOCATE)
def surgery(request: HttpRequest, number: int) -> HttpResponse:
    """One surgery: its agenda as far as its reader sees the cases, and who was there."""
    found = _found(request, number)
    items = agenda(found, request.user)
    looked(Look.Kind.LISTED, f"Agenda of the {found}", by=request.user, rows=len(items))
    context = {
        "surgery": found,
        "items": items,
        "has_come": found.called_off_at is None and found.held_on <= timezone.localdate(),
        "guests": came_from(found),
        "may_change": not reasons_against_rearranging(found, request.user),
        "cannot_attend": reasons_against_attending(found, request.user),
    }
    return render(request, "cases/surgery.html", context)


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def new(request: HttpRequest) -> HttpResponse:
    """“Arrange a surgery”."""
    form = ArrangeForm(request.POST or None, places=_places(request.user))

    def verb() -> str:
        data = form.cleaned_data
        made = arrange(
            locality=data["locality"],
            by=request.user,
            on=data["held_on"],
            place=data["place"],
            led_by=data["led_by"],
        )
        messages.success(request, "Surgery arranged")
        return reverse("surgery", args=[made.pk])

    if request.method == "POST" and form.is_valid() and (done := send(form, verb, by=request.user)):
        return done
    context = {"form": form, "cancel_url": reverse("surgeries")}
    return render(request, "cases/surgery_new.html", context)


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """“Change it”: the day, when and where, who leads it."""

    def act(found: Surgery, data: dict[str, Any]) -> None:
        said = {name: data[name] for name in ("place", "led_by", "version")}
        rearrange(surgery=found, by=request.user, on=data["held_on"], **said)
        messages.success(request, "Surgery changed")

    asked = ("version", "held_on", "place", "led_by")
    return _arranging(request, number, RearrangeForm, asked, act, "Change", "surgery_change.html")


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def going_off(request: HttpRequest, number: int) -> HttpResponse:
    """“Call it off”, with a reason."""

    def act(found: Surgery, data: dict[str, Any]) -> None:
        call_off(surgery=found, by=request.user, why=data["why"], version=data["version"])
        messages.success(request, "Surgery called off. Whoever put a case forward is told.")

    asked = ("version",)
    return _arranging(request, number, CallOffForm, asked, act, "Call off", "surgery_call_off.html")


def _arranging(
    request: HttpRequest,
    number: int,
    form_class: type[VersionedForm],
    asked: Iterable[str],
    act: Callable[[Surgery, dict[str, Any]], None],
    heading: str,
    template: str,
) -> HttpResponse:
    """A page that changes one surgery. `asked`: what its form begins with."""
    found = _found(request, number)
    form = form_class(request.POST or None, initial={name: getattr(found, name) for name in asked})
    address = reverse("surgery", args=[found.pk])

    def verb() -> str:
        act(found, form.cleaned_data)
        return address

    if request.method == "POST" and form.is_valid() and (done := send(form, verb, by=request.user)):
        return done
    looked(Look.Kind.OPENED, f"{heading} the {found}", by=request.user)
    blocked = [] if form.is_bound else reasons_against_rearranging(found, request.user)
    context = {"surgery": found, "form": form, "blocked": blocked, "cancel_url": address}
    return render(request, f"cases/{template}", context)


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def attendance(request: HttpRequest, number: int) -> HttpResponse:
    """“Who was there”, by agency."""
    found = _found(request, number)
    form = AttendForm(request.POST or None, initial={"version": found.version})
    known = [{"name": row.name, "agency": row.agency_id} for row in found.guests.all()]
    guests = GuestForms(request.POST or None, prefix="guests", initial=known)
    if guests.changing:
        form.as_typed()

    def verb() -> str:
        return _attend(request, found, form, guests)

    sent = request.method == "POST" and guests.is_valid() and form.is_valid()
    if sent and (done := send(form, verb, by=request.user)):
        return done
    looked(Look.Kind.OPENED, f"Who was at the {found}", by=request.user)
    blocked = [] if form.is_bound else reasons_against_attending(found, request.user)
    context = {"surgery": found, "form": form, "guests": guests, "blocked": blocked}
    return render(request, "cases/surgery_attendance.html", context)


def _attend(request: HttpRequest, found: Surgery, form: AttendForm, guests: Any) -> str:
    rows = [Guest(one.cleaned_data["name"], one.cleaned_data["agency"]) for one in guests.filled]
    attend(surgery=found, by=request.user, guests=rows, version=form.cleaned_data["version"])
    messages.success(request, "Written down who was there")
    return reverse("surgery", args=[found.pk])


def _found(request: HttpRequest, number: int) -> Surgery:
    found = surgeries_for(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _places(user: Any) -> QuerySet[Locality]:
    places = Locality.objects.order_by("order", "name")
    if role_of(user).scope == Scope.ALL:
        return places
    return places.filter(pk__in=served_localities(user))
