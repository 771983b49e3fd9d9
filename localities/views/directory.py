"""“Directory”: services and groups for families, searched by anybody who signs in."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from localities.forms.directory import SearchForm
from localities.models import Service
from localities.queries.directory import Wanted, search


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def directory(request: HttpRequest) -> HttpResponse:
    """What is searched for is sent, never put into the address; its further pages too."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    wanted = form.wanted() if form.is_bound else Wanted()
    context: dict[str, Any] = {"form": form, "asked": form.is_bound}
    if wanted:
        context["found"] = search(wanted, number(request.POST.get("page", "")))
    return render(request, "localities/directory.html", context)


@require_safe
@login_required
def service(request: HttpRequest, key: str) -> HttpResponse:
    """One entry. Out of date it is still shown, and says so: plans and decisions name it."""
    found = get_object_or_404(Service.objects.select_related("agency"), key=key)
    return render(
        request, "localities/service.html", {"service": found, "offered": found.is_offered()}
    )


def number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
