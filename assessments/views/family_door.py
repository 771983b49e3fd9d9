"""The door of a family: their link, its code, and their own copy of the plan behind it.

Nothing is asked of the database before a code is typed, so that every link looks the same from
outside. Whoever is in acts as themselves: row security shows them one case, and `as_given_to`
leaves out of it what is not to be shared with them.
"""

import time
from types import SimpleNamespace
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import acting_by_link
from assessments.actions.saying import MOST, Kind, say
from assessments.family_copy.phrases import languages, words_in
from assessments.link_rules import closed_because
from assessments.models import FamilyWord, PlanLink
from assessments.queries.door import Tried, link_inside, try_code
from assessments.queries.plan_links import behind, code_digest, key_digest
from assessments.web.family_page import Page
from assessments.web.link_forms import LinkCodeForm
from audit.actions.recording import looked
from audit.limiting import is_over
from audit.models import Look
from audit.web.sending import send
from audit.web.steady import steady

INSIDE = "plan_link"  # in the session: by which link somebody is in, and since when
HERE = "./"  # this page, without its secret: where a form led is written down
AWAY = "https://www.bbc.co.uk/weather"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def family_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Their own copy of the plan, once the code is typed; and what they say about it."""
    return _unlisted(_answer(request, key_digest(key)))


@never_cache
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Away at once, to a page that tells nothing. Going back asks for the code."""
    _forget(request)
    response = _unlisted(redirect(AWAY))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: HttpRequest, digest: str) -> HttpResponse:
    if request.user.is_authenticated:  # what is said here is said by the family, and by nobody else
        return render(request, "family/signed_in.html")
    inside = _inside(request, digest)
    if inside is None:
        return _ask(request, digest)
    link = _open_link(inside["case"], inside["link"], inside["code"])
    if link is None:
        _forget(request)
        return _ask(request, digest)
    with acting_by_link(_name(link.person.name), case_id=link.case_id):
        return _plan(request, link, inside)


def _ask(request: HttpRequest, digest: str) -> HttpResponse:
    """The page that asks for the code. What was typed on the page behind it is carried along."""
    tries = request.method == "POST" and "code" in request.POST
    form = LinkCodeForm(request.POST if tries else None, initial=_typed(request))
    status = 200
    if tries and form.is_valid():
        if is_over("link code", get_ip(request), settings.CODES_AN_HOUR):
            form.tried_too_often()
            status = 429
        elif _opened(request, digest, form.cleaned_data["code"]):
            _enter_with(request, form)
            return steady(redirect(request.path))
        else:
            form.opens_nothing()
    response = render(request, "family/code.html", {"form": form}, status=status)
    return steady(response) if tries else response


def _opened(request: HttpRequest, digest: str, code: str) -> bool:
    """Whether the code opens the link now. Tried and looked at is written down, either way."""
    tried = try_code(digest, code)
    kept = code_digest(digest, code)
    opens = bool(tried and tried.opens and _open_link(tried.case, tried.number, kept))
    _note(tried, opens)
    if tried and opens:
        request.session.cycle_key()
        request.session[INSIDE] = {
            "key": digest,
            "link": tried.number,
            "code": kept,
            "case": tried.case,
            "at": time.time(),
        }
    return opens


def _open_link(case: int, number: int, code: str) -> PlanLink | None:
    """The link, read as somebody who sees that case alone, if it opens now."""
    with acting_by_link("Somebody with a link", case_id=case):
        link = link_inside(number, code)
        return None if link is None or closed_because(link) else link


def _name(who: str) -> str:
    """By which the record knows what they do."""
    return f"{who}, by the link"


def _note(tried: Tried | None, opens: bool) -> None:
    if tried is None:
        looked(Look.Kind.OPENED, "A code at a link to a plan that there is not", by=None)
        return
    name = _name(tried.who) if opens else f"Somebody with the link of {tried.who}"
    what = "Came in by the link to the plan" if opens else "Code or link to the plan refused"
    _looked(what, name, tried.case, tried.family, tried.number)


def _looked(what: str, name: str, case: int, family: int, link: int) -> None:
    by = SimpleNamespace(pk=None, name=name[:200])
    looked(Look.Kind.OPENED, what, by=by, case_id=case, family_id=family, link=link)


def _plan(request: HttpRequest, link: PlanLink, inside: dict[str, Any]) -> HttpResponse:
    if request.POST.get("what") == "finish":
        _forget(request)
        phrases, language = words_in(link.language), languages()[link.language]
        return render(request, "family/finished.html", {"phrases": phrases, "language": language})
    found = behind(link.case, link.person)
    assert found  # an agreed plan is among what keeps a link open
    kept = inside.pop("kept", None)
    request.session[INSIDE] = inside | {"at": time.time()}
    page = Page(link, found, _said(link), request.POST if "what" in request.POST else None, kept)
    if page.sent and page.sent.is_valid() and (done := _say(request, link, page)):
        return done
    name = _name(link.person.name)
    _looked("Read the plan, by the link", name, link.case_id, link.case.family_id, link.pk)
    return render(request, "family/plan.html", page.context())


def _say(request: HttpRequest, link: PlanLink, page: Page) -> HttpResponse | None:
    data = page.sent.cleaned_data
    kind = {"comment": Kind.COMMENT, "done": Kind.DONE}.get(data["what"]) or data["verdict"]

    def verb() -> str:
        say(link=link, kind=kind, about=data.get("about", ""), words=data.get("words", ""))
        messages.success(request, page.copy.phrases["thank_you"])
        return HERE

    return send(page.sent, verb, by=None)


def _said(link: PlanLink) -> list[FamilyWord]:
    """What this person has said about the plan before, the latest first."""
    return list(FamilyWord.objects.filter(case=link.case, person=link.person).order_by("-pk"))


def _inside(request: HttpRequest, digest: str) -> dict[str, Any] | None:
    """By what somebody is in at this very link, unless they have been away too long."""
    inside: dict[str, Any] | None = request.session.get(INSIDE)
    if inside is None or inside["key"] != digest:
        return None
    if time.time() - inside["at"] > settings.FAMILY_LINK_SECONDS:
        _forget(request)
        return None
    return inside


def _forget(request: HttpRequest) -> None:
    request.session.pop(INSIDE, None)


def _typed(request: HttpRequest) -> dict[str, str]:
    """Words that were sent after the page had been left too long: nothing typed is lost."""
    posted = request.POST
    return {
        "kept_about": posted.get("about", "")[:30],
        "kept_words": posted.get("words", "")[:MOST],
    }


def _enter_with(request: HttpRequest, form: LinkCodeForm) -> None:
    if words := form.cleaned_data["kept_words"]:
        kept = {"about": form.cleaned_data["kept_about"], "words": words}
        request.session[INSIDE] = request.session[INSIDE] | {"kept": kept}


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
