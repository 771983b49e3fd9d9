"""“My settings”: what somebody chooses for themselves."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions import calendars
from accounts.actions.choosing import choose_digest
from accounts.doors import recently_confirmed
from accounts.forms import DigestForm
from accounts.models import CalendarAddress, User
from accounts.views.shown_once import shown_once
from audit.web.forms import Form
from audit.web.sending import send

METHODS = ["GET", "HEAD", "POST"]
AGAIN = "That address was made already and shown once. If you did not copy it, make a new one."


@require_safe
@login_required
def my_settings(request: HttpRequest) -> HttpResponse:
    user = _user(request)
    address = CalendarAddress.objects.filter(user=user, revoked_at__isnull=True).first()
    context = {"address": address, "has_due_work": calendars.has_due_work(user)}
    return render(request, "accounts/my_settings.html", context)


@require_http_methods(METHODS)
@login_required
def digest(request: HttpRequest) -> HttpResponse:
    """Whether the email of the morning is wanted."""
    user = _user(request)
    form = DigestForm(request.POST or None, initial={"wanted": "yes" if user.digest else "no"})
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            choose_digest(by=user, wanted=form.cleaned_data["wanted"] == "yes")
            messages.success(request, "Your choice is saved")
            return reverse("my-settings")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "cancel_url": reverse("my-settings")}
    return render(request, "accounts/digest.html", context)


@require_http_methods(METHODS)
@login_required
@recently_confirmed
def calendar_new(request: HttpRequest) -> HttpResponse:
    """Make an address. Its text stands on the answer to this sending, and nowhere else."""
    form = Form(request.POST or None)
    if request.method == "POST" and form.is_valid() and (done := _made(request, form)):
        return done
    context = {"form": form, "cancel_url": reverse("my-settings")}
    return render(request, "accounts/calendar_new.html", context)


@require_http_methods(METHODS)
@login_required
def calendar_end(request: HttpRequest) -> HttpResponse:
    """Switch the address off, once asked whether that is meant."""
    form = Form(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            calendars.take_away(by=_user(request))
            messages.success(request, "The address of your calendar is switched off")
            return reverse("my-settings")

        if done := send(form, verb, by=request.user):
            return done
    context = {"form": form, "cancel_url": reverse("my-settings")}
    return render(request, "accounts/calendar_end.html", context)


def _made(request: HttpRequest, form: Form) -> HttpResponse | None:
    """The page with the address; None where the verb refused."""
    return shown_once(
        request,
        form,
        lambda: calendars.give_address(by=_user(request)),
        lambda _address, text: _shown(request, text),
        back=reverse("my-settings"),
        again=AGAIN,
    )


def _shown(request: HttpRequest, text: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("calendar", args=[text]))
    return render(request, "accounts/calendar_made.html", {"url": url})


def _user(request: HttpRequest) -> Any:
    assert isinstance(request.user, User)
    return request.user
