"""Finding a person or family. What is searched for never stands in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May, Scope, may, role_of
from audit.actions.recording import looked
from audit.models import Look
from cases.looking import read
from cases.queries.people.find import find


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.SEARCH)
def find_page(request: HttpRequest) -> HttpResponse:
    """“Find a person or family”: the answer to a POST, its further pages too."""
    text = request.POST.get("q", "").replace("\0", "").strip()[:200]
    terms = read(text)
    context: dict[str, Any] = {
        "q": text,
        "asked": request.method == "POST",
        "may_break_glass": may(request.user, May.BREAK_GLASS),
        "sees_all": role_of(request.user).scope == Scope.ALL,
    }
    if terms:
        page = request.POST.get("page", "")
        looked(Look.Kind.SEARCHED, "a person or family", by=request.user, terms=text)
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        context["found"] = find(request.user, terms, number)
    return render(request, "cases/find.html", context)
