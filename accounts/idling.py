"""Signing out who has gone away, without losing a word.

The clock is of real use: opening and sending pages and typing count; the API, polling and
looking at the clock do not. A session whose time is over is not emptied: its person is nobody
from then on, and what they still send is kept for them until they have signed in again.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.actions.keeping import discard, keep

LAST_USE, SIGNED_IN, CONFIRMED = "last_use", "signed_in_at", "confirmed_at"
NOTED_EVERY = 30  # seconds; a session is not written at every click
STILL_HERE = "/account/still-here/"
TO_SIGN_IN = "/account/login/?next=/account/kept/"


class IdleMiddleware:
    """Makes nobody of a person whose time is over; keeps what they send."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/static/", "/livez", "/readyz")):
            return self.get_response(request)
        if request.user.is_authenticated:
            if seconds_left(request) <= 0:
                request.was_signed_in = request.user  # type: ignore[attr-defined]
                request.user = AnonymousUser()
            elif is_use(request):
                note_use(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """After the check of the form's own token, so that nobody else fills the store."""
        if request.method != "POST":
            return None
        if request.user.is_authenticated and "kept" in request.POST:
            discard(request.POST["kept"], by=request.user)
        away = getattr(request, "was_signed_in", None)
        if away is None or request.path.startswith("/account/") or not _is_a_form(request):
            return None
        keep(request, by=away)
        return redirect(TO_SIGN_IN)


def begin(request: HttpRequest, **kwargs: Any) -> None:
    """Somebody has signed in: their clocks start."""
    now = time.time()
    request.session.update({LAST_USE: now, SIGNED_IN: now, CONFIRMED: now})


def confirmed(request: HttpRequest, **kwargs: Any) -> None:
    """Somebody signed in has proved again who they are."""
    if kwargs.get("reauthenticated"):
        request.session[CONFIRMED] = time.time()


def seconds_left(request: HttpRequest) -> float:
    """Until this session ends: by not being used, or because the day is over."""
    now, session = time.time(), request.session
    idle = session.get(LAST_USE, now) + settings.IDLE_SECONDS
    whole = session.get(SIGNED_IN, now) + settings.SESSION_SECONDS
    return float(min(idle, whole) - now)


def is_use(request: HttpRequest) -> bool:
    if request.path == STILL_HERE:
        return request.method == "POST"
    return not (request.path.startswith("/api/") or request.headers.get("HX-Request"))


def note_use(request: HttpRequest) -> None:
    now = time.time()
    if now - request.session.get(LAST_USE, 0) > min(NOTED_EVERY, settings.IDLE_SECONDS / 10):
        request.session[LAST_USE] = now


def _is_a_form(request: HttpRequest) -> bool:
    """Not a script's request, which keeps its words in the page itself."""
    sends = (request.content_type or "").startswith(("application/x-www", "multipart/"))
    return sends and "application/json" not in request.headers.get("Accept", "")
