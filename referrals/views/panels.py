"""“Panels”: those to come and past, what waits for one, and the page of each."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import only_for
from accounts.roles import May, may
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import Form
from audit.web.sending import send
from referrals.actions.panels import arranging
from referrals.actions.panels import holding as holding_panels
from referrals.actions.panels.setting_agenda import put_on_agenda
from referrals.forms.panels import (
    AgendaForm,
    AttendanceForm,
    ChangePanelForm,
    MemberForm,
    PanelForm,
    ReasonForm,
)
from referrals.models import Panel
from referrals.queries import panels as queries
from referrals.rules.panels import panel_blockers

View = Callable[..., HttpResponseBase]


def for_the_panel(view: View) -> View:
    """The page is there for whoever may see this panel; `view` is given the panel."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, number: int, *args: Any, **more: Any) -> HttpResponseBase:
        panel = queries.panels_visible_to(request.user).filter(pk=number).first()
        if panel is None:
            raise Http404
        return view(request, panel, *args, **more)

    return guarded


@require_safe
@login_required
def panels(request: HttpRequest) -> HttpResponse:
    """For whoever arranges, chairs or sits on panels; for others there is no such page."""
    arranges = may(request.user, May.DECIDE)
    coming, past = queries.coming(request.user), queries.past(request.user)
    sees_queue = may(request.user, May.TRIAGE) or may(request.user, May.ALLOCATE)
    if not (coming or past or sees_queue or may(request.user, May.CHAIR_PANEL)):
        raise Http404
    waiting = queries.queue(request.user) if sees_queue else []
    looked(Look.Kind.LISTED, "Panels", by=request.user, requests=len(waiting))
    details = {
        "coming": coming,
        "past": past,
        "counts": queries.counts(coming),
        "sees_queue": sees_queue,
        "sees_all": queries.sees_all(request.user),
        "waiting": waiting,
        "unallocated": queries.unallocated(request.user) if sees_queue else [],
        "arranges": arranges or may(request.user, May.CHAIR_PANEL),
    }
    return render(request, "referrals/panels/panels.html", details)


@only_for(May.DECIDE, May.CHAIR_PANEL)
def new_panel(request: HttpRequest) -> HttpResponse:
    """“Arrange a panel”."""
    own = {"chair": request.user} if may(request.user, May.CHAIR_PANEL) else {}
    form = PanelForm(request.POST or None, initial=own)
    if form.is_bound and form.is_valid():

        def verb() -> str:
            panel = arranging.arrange(by=request.user, **form.facts())
            messages.success(request, "Panel arranged. Say who sits on it.")
            return _page(panel)

        if answer := send(form, verb, by=request.user):
            return answer
    return one_form(request, form, "Arrange a panel", "Arrange", reverse("panels"))


@require_safe
@for_the_panel
def panel(request: HttpRequest, panel: Panel) -> HttpResponse:
    """When and where, who sits on it, its agenda and what became of each item."""
    today = timezone.localdate()
    items = queries.agenda(panel)
    looked(Look.Kind.LISTED, f"Agenda of panel {panel.pk}", by=request.user, requests=len(items))
    seats = panel.members.filter(removed_at__isnull=True).select_related("user", "agency")
    details = {
        "panel": panel,
        "members": seats,
        "nobody_noted": not any(seat.attendance for seat in seats),
        "items": [(one, queries.title_of(one.referral), queries.ages_of(one.referral, today))
                  for one in items],
        "off": queries.not_before_it(panel),
        "arranges": not panel_blockers(panel, "arrange", request.user),
        "reasons_not_to_record": panel_blockers(panel, "record", request.user),
        "reasons_not_to_hold": panel_blockers(panel, "hold", request.user),
        "fills": may(request.user, May.DECIDE),
    }  # fmt: skip
    return render(request, "referrals/panels/panel.html", details)


@for_the_panel
def change(request: HttpRequest, panel: Panel) -> HttpResponse:
    """Another time, place or chair."""
    form = ChangePanelForm(request.POST or None, initial=ChangePanelForm.initial_of(panel))
    return act(request, panel, form, "Change the panel", "Save", "Panel changed.",
               lambda given: arranging.change_panel(
                   panel=panel, by=request.user, version=given["version"],
                   **form.facts()))  # fmt: skip


@for_the_panel
def call_off(request: HttpRequest, panel: Panel) -> HttpResponse:
    form = ReasonForm(request.POST or None, initial={"version": panel.version})
    return act(request, panel, form, "Call the panel off", "Call it off",
               "Panel called off. What was on its agenda waits for another.",
               lambda given: arranging.call_off(panel=panel, by=request.user,
                   version=given["version"], reason=given["reason"]))  # fmt: skip


@for_the_panel
def members(request: HttpRequest, panel: Panel) -> HttpResponse:
    """“Add a member”, who is told by e-mail."""
    form = MemberForm(request.POST or None)
    return act(request, panel, form, "Add a member", "Add", "Member added and told by e-mail.",
               lambda given: arranging.add_member(
                   panel=panel, user=given["user"], by=request.user))  # fmt: skip


@require_POST
@for_the_panel
def remove_member(request: HttpRequest, panel: Panel, member: int) -> HttpResponse:
    found = panel.members.filter(pk=member, removed_at__isnull=True).select_related("user").first()
    if found is None:
        raise Http404
    return pressed(request, panel, "Member removed.",
                   lambda: arranging.remove_member(member=found, by=request.user))  # fmt: skip


@for_the_panel
def attendance(request: HttpRequest, panel: Panel) -> HttpResponse:
    """Who came and who sent apologies."""
    seats = panel.members.filter(removed_at__isnull=True).select_related("user", "agency")
    form = AttendanceForm(request.POST or None, members=list(seats))
    return act(request, panel, form, "Who came", "Save", "Attendance saved.",
               lambda given: holding_panels.note_attendance(
                   panel=panel, came=form.came(), by=request.user), "record")  # fmt: skip


@for_the_panel
def put_on(request: HttpRequest, panel: Panel) -> HttpResponse:
    """“Add to the agenda”, from those that wait, the longest first. The desk chooses."""
    if not may(request.user, May.DECIDE):
        raise Http404
    waiting = queries.queue(request.user, free=True)
    form = AgendaForm(request.POST or None, waiting=waiting, late=panel.papers_at is not None)
    looked(Look.Kind.LISTED, "Requests for a panel", by=request.user, requests=len(waiting))
    return act(request, panel, form, "Add to the agenda", "Add", "Added to the agenda.",
               lambda given: put_on_agenda(
                   panel=panel, referrals=form.referrals(), by=request.user,
                   why_late=given.get("why_late", "")))  # fmt: skip


@require_POST
@for_the_panel
def held(request: HttpRequest, panel: Panel) -> HttpResponse:
    """“The panel was held”: its record is closed."""
    return pressed(request, panel, "Panel held. Its papers are withdrawn.",
                   lambda: holding_panels.hold(
                       panel=panel, by=request.user, version=panel.version))  # fmt: skip


def act(
    request: HttpRequest,
    panel: Panel,
    form: Any,
    heading: str,
    submit: str,
    done: str,
    verb: Callable[[dict[str, Any]], object],
    rule: str = "arrange",
) -> HttpResponse:
    """A page of one form about a panel."""
    back = _page(panel)
    if form.is_bound and form.is_valid():

        def doing() -> str:
            verb(form.cleaned_data)
            messages.success(request, done)
            return back

        if answer := send(form, doing, by=request.user):
            return answer
    blocked = panel_blockers(panel, rule, request.user)
    return one_form(request, form, heading, submit, back, panel=panel, blocked=blocked)


def pressed(
    request: HttpRequest, panel: Panel, done: str, verb: Callable[[], object]
) -> HttpResponse:
    """A button on the panel's page: done, or the reasons on the page."""
    form = Form(request.POST)

    def doing() -> str:
        verb()
        messages.success(request, done)
        return _page(panel)

    answer = send(form, doing, by=request.user) if form.is_valid() else None
    if answer is None:
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
    return answer or redirect(_page(panel))


def one_form(
    request: HttpRequest, form: Any, heading: str, submit: str, back: str, **more: Any
) -> HttpResponse:
    details = {"form": form, "heading": heading, "submit": submit, "cancel_url": back, **more}
    return render(request, "referrals/panels/one_form.html", details)


def _page(panel: Panel) -> str:
    return reverse("panel", args=[panel.pk])
