"""Opening a closed record in an emergency, and looking into it afterwards."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import only_for, recently_confirmed
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.sharing.breaking_glass import break_glass, look_into, shut_again
from cases.forms.sharing.access import FindingForm, GlassForm
from cases.models import BreakGlass, Case
from cases.queries.sharing.access import Opening, openings_for


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.BREAK_GLASS)
@recently_confirmed
def emergency(request: HttpRequest) -> HttpResponse:
    """The form says whose record, why, and for how long; then the record is open."""
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        looked(Look.Kind.SEARCHED, "a closed record, in an emergency", by=request.user)

        def verb() -> str:
            data = form.cleaned_data
            glass = break_glass(
                whom=form.whom(), by=request.user, reason=data["reason"], hours=data["hours"]
            )
            messages.success(request, "The record is open to you. Those who must know were told")
            return _where(glass)

        if answer := send(form, verb, by=request.user):
            return answer
    context = {"form": form, "cancel_url": reverse("home")}
    return render(request, "cases/emergency.html", context)


@require_POST
@only_for(May.BREAK_GLASS)
def shut(request: HttpRequest, number: int) -> HttpResponse:
    """Close it again before its time."""
    glass = BreakGlass.objects.filter(pk=number, user=request.user.pk).first()
    if glass is None:
        raise Http404
    shut_again(glass=glass, by=request.user)
    messages.success(request, "The record is closed again")
    return redirect("home")


@require_safe
@only_for(May.SEE_LOOKS)
def openings(request: HttpRequest) -> HttpResponse:
    """Every emergency opening this person looks into."""
    looked(Look.Kind.LISTED, "Opened in an emergency", by=request.user)
    return render(request, "cases/openings.html", {"openings": openings_for(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.SEE_LOOKS)
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """Say what came of looking into one."""
    opening = _opening(request, number)
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            words = form.cleaned_data["finding"]
            look_into(number=number, by=request.user, finding=words)
            messages.success(request, "Recorded")
            return reverse("emergency-openings")

        if answer := send(form, verb, by=request.user):
            return answer
    looked(Look.Kind.OPENED, f"An emergency opening of {opening.reference}", by=request.user)
    context = {"form": form, "opening": opening, "cancel_url": reverse("emergency-openings")}
    return render(request, "cases/opening.html", context)


def _opening(request: HttpRequest, number: int) -> Opening:
    for opening in openings_for(request.user):
        if opening.number == number:
            return opening
    raise Http404


def _where(glass: BreakGlass) -> str:
    """The latest case of the family; a family without one has no page of its own."""
    cases = Case.objects.visible_to(glass.user).filter(family=glass.family_id)
    case = cases.order_by("-opened_on", "-pk").first()
    return reverse("case", args=[case.reference]) if case else reverse("find")
