"""Who has looked at a family, and what is unusual about who looks at what."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.sharing.overseeing import look_into
from cases.forms.sharing.overseeing import FindingForm
from cases.queries.sharing import looks


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.SEE_LOOKS)
def who_looked(request: HttpRequest) -> HttpResponse:
    """“Who has looked at a family”: found by name or reference, which never stand in an address."""
    text = request.POST.get("q", "").replace("\0", "").strip()[:150]
    context = {"q": text, "asked": request.method == "POST"}
    if text:
        looked(Look.Kind.SEARCHED, "who has looked at a family", by=request.user, terms=text)
        context["families"] = looks.families_called(request.user, text)
    return render(request, "cases/who_looked.html", context)


@require_safe
@only_for(May.SEE_LOOKS)
def who_looked_at(request: HttpRequest, reference: str) -> HttpResponse:
    """“Who has looked at this family”: every look, newest first."""
    family = looks.family_overseen(request.user, reference)
    if family is None:
        raise Http404
    rows, following = looks.looks_at(family, _number(request.GET.get("before", "")))
    what = f"Who has looked at {family.reference}"
    looked(Look.Kind.OPENED, what, by=request.user, family_id=family.id)
    context = {
        "family": family,
        "looks": rows,
        "older_url": f"?before={following}" if following else "",
        "newest_url": "?" if "before" in request.GET else "",
    }
    return render(request, "cases/who_looked_at.html", context)


@require_safe
@only_for(May.REVIEW_ACCESS)
def unusual(request: HttpRequest) -> HttpResponse:
    """“Unusual access” of the last quarter, what nobody has looked into first."""
    rows = looks.unusual()
    looked(Look.Kind.LISTED, "Unusual access", by=request.user, rows=len(rows))
    return render(request, "cases/unusual.html", {"rows": rows, "rules": looks.RULES.values()})


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.REVIEW_ACCESS)
def finding(request: HttpRequest, rule: str, actor: int, day: str) -> HttpResponse:
    """One unusual access: what they looked at that day, and what was found."""
    access = looks.one_unusual(rule, actor, _day(day))
    if access is None:
        raise Http404
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            facts = {name: form.cleaned_data[name] for name in ("verdict", "words")}
            look_into(access=access, by=request.user, **facts)  # type: ignore[arg-type]
            messages.success(request, "Finding recorded")
            return reverse("unusual-access")

        if done := send(form, verb, by=request.user):
            return done
    what = f"Looks of {access.actor_name} on {access.day:%-d %B %Y}"
    looked(Look.Kind.OPENED, what, by=request.user)
    shown = {"access": access, "form": form, "looks": looks.looks_of_day(actor, access.day)}
    return render(request, "cases/unusual_finding.html", shown)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
