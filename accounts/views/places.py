"""Pages for people whose work has no place of its own yet, and for those who configure."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.doors import only_for
from accounts.roles import May, role_of


@require_GET
@login_required
def no_place(request: HttpRequest) -> HttpResponse:
    """Where somebody starts whose role has no pages yet: what the role is, whom to ask."""
    return render(request, "accounts/no_place.html", {"role": role_of(request.user)})


@require_GET
@only_for(May.CONFIGURE)
def settings_page(request: HttpRequest) -> HttpResponse:
    """“Settings”: what can be configured, each with the page that does it."""
    return render(request, "accounts/settings.html")
