"""Asking for a code: how often it may be tried, and one answer for every wrong one."""

from collections.abc import Callable
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.limiting import is_over
from localities.models import Authority
from referrals.forms.codes import CodeForm

TRIED_TOO_OFTEN = "Too many codes were tried from here. Wait an hour, or ring the desk on {}."


def by_code(
    request: HttpRequest, template: str, found: Callable[[str], HttpResponse | None]
) -> HttpResponse:
    """Ask for a code and go where it opens; `found` gives None where it opens nothing."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if tried_too_often(request):
            form.add_refusals([too_often()])
            status = 429
        elif answer := found(form.cleaned_data["code"]):
            return answer
        else:
            form.opens_nothing()
    context: dict[str, Any] = {"form": form}
    return render(request, template, context, status=status)


def too_often() -> str:
    return TRIED_TOO_OFTEN.format(Authority.current().desk_phone)


def tried_too_often(request: HttpRequest) -> bool:
    """Right codes count too: else an answer told which they are."""
    return is_over("code", get_ip(request), settings.CODES_AN_HOUR)
