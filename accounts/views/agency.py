"""“Our people”: an agency's contact invites, sees and ends the people of their own agency."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import ending, inviting, sleeping
from accounts.doors import only_for
from accounts.forms import EndForm, InviteForm
from accounts.models import User
from accounts.queries import people_of
from accounts.roles import May
from audit.refusal import Refused
from audit.web.sending import send


@only_for(May.MANAGE_AGENCY)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    context = {"agency": request.user.agency, "people": people_of(request.user)}
    return render(request, "accounts/agency_people.html", context)


@only_for(May.MANAGE_AGENCY)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            asked = {name: form.cleaned_data[name] for name in ("name", "email", "role")}
            site = _site(request)
            user = inviting.invite_new(**asked, by=request.user, site=site)  # type: ignore[arg-type]
            messages.success(request, f"{user.name} is invited. The link works for 7 days")
            return reverse("agency-people")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "cancel_url": reverse("agency-people")}
    return render(request, "accounts/agency_invite.html", context)


@only_for(May.MANAGE_AGENCY)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, user_id: int) -> HttpResponse:
    person, form = _person(request, user_id), EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            ending.end(user=person, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, f"{person.name} can no longer sign in")
            return reverse("agency-people")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "person": person, "cancel_url": reverse("agency-people")}
    return render(request, "accounts/agency_end.html", context)


@only_for(May.MANAGE_AGENCY)
@require_POST
def invite_again(request: HttpRequest, user_id: int) -> HttpResponse:
    person = _person(request, user_id)
    return _done(
        request,
        lambda by: inviting.invite(user=person, by=by, site=_site(request)),
        f"{person.name} gets a new link, which works for 7 days",
    )


@only_for(May.MANAGE_AGENCY)
@require_POST
def wake(request: HttpRequest, user_id: int) -> HttpResponse:
    person = _person(request, user_id)
    return _done(
        request, lambda by: sleeping.wake(user=person, by=by), f"{person.name} can sign in again"
    )


def _done(request: HttpRequest, verb: Any, said: str) -> HttpResponse:
    try:
        verb(request.user)
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("agency-people")


def _person(request: HttpRequest, user_id: int) -> User:
    """Somebody of another agency is not found, like nobody."""
    assert isinstance(request.user, User)
    found = people_of(request.user).filter(pk=user_id).first()
    if found is None:
        raise Http404
    return found


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
