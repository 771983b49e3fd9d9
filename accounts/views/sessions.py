"""“Where you are signed in”: one's own sessions, and ending them."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.actions.ending import end_sessions
from accounts.models import ApiToken, User
from audit.actions.recording import record

PROGRAMS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
NAMES = {"Edg": "Edge", "OPR": "Opera"}
MACHINES = ("Windows", "iPhone", "iPad", "Android", "Macintosh", "Linux")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _end(request)
    assert isinstance(request.user, User)
    rows = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    shown = [
        _shown(row, here) for row in sorted(rows, key=lambda row: row.created_at, reverse=True)
    ]
    tokens = ApiToken.objects.filter(user=request.user, revoked_at__isnull=True)
    context = {"sessions": shown, "others": sum(not it["here"] for it in shown), "tokens": tokens}
    return render(request, "accounts/sessions.html", context)


@transaction.atomic
def _end(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    which = request.POST.get("session", "")
    if which == "others":
        ended = end_sessions(user, but=request.session.session_key or "")
        said = "You are signed out everywhere else"
    else:
        row = get_object_or_404(UserSession, user=user, pk=which if which.isdecimal() else 0)
        row.end()
        ended, said = 1, "That browser is signed out"
    record("ended_sessions", user, f"Ended {ended} of their own sessions", by=user)
    messages.success(request, said)
    return redirect("usersessions_list")


def _shown(row: UserSession, here: str | None) -> dict[str, Any]:
    agent = row.user_agent
    program = next((NAMES.get(it, it) for it in PROGRAMS if it in agent), "A browser")
    machine = next((it for it in MACHINES if it in agent), "")
    return {
        "id": row.pk,
        "what": f"{program} on {machine}" if machine else program,
        "address": row.ip,
        "since": row.created_at,
        "here": row.session_key == here,
    }
