"""Saving the public's form and going on with it later, by a code alone."""

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from audit.limiting import is_over
from audit.refusal import Refused
from referrals.actions.doors import resuming
from referrals.forms.answers import Answers
from referrals.views.codes import by_code

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "one_time_key", "draft_code", "save"})
SAVED_TOO_OFTEN = "This was saved too often within the hour. Send it now, or save it later."
BUTTONS = ("-add", "-remove")


def save(request: HttpRequest, code: str) -> HttpResponse | str:
    """Keep what was typed, not judged, and show the code; or why it cannot be kept now, and then
    the form is drawn again with every word in it."""
    if is_over("saved", get_ip(request), settings.REQUESTS_AN_HOUR * 3):
        return SAVED_TOO_OFTEN
    typed = {
        name: [value.replace("\0", "") for value in request.POST.getlist(name)]
        for name in request.POST
        if name not in NOT_KEPT and not name.endswith(BUTTONS)
    }
    try:
        until = resuming.keep(code=code, typed=typed)
    except Refused as refusal:
        return str(refusal)
    return render(request, "public/saved.html", {"code": code, "until": until})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with what was saved: the form as it was left, nothing in it judged yet."""

    def found(code: str) -> HttpResponse | None:
        typed = resuming.resume(code)
        return None if typed is None else _form(request, code, typed)

    return by_code(request, "public/resume.html", found)


def _form(request: HttpRequest, code: str, typed: dict[str, list[str]]) -> HttpResponse:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    for prefix in ("children", "adults"):
        data.setdefault(f"{prefix}-TOTAL_FORMS", "1")
        data.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    answers = Answers(request, typed=data)
    urgent = data.get("urgent", "") not in {"", "False"}
    context = {"urgent": urgent, "draft_code": code} | answers.context()
    return render(request, "public/support_form.html", context)
