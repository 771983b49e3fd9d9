"""Who may come in to a page. Somebody signed out signs in; who may not finds nothing there."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.actions.keeping import keep
from accounts.idling import CONFIRMED
from accounts.roles import May, may

View = Callable[..., HttpResponseBase]
ENTERING = "/account/"  # the pages on which somebody signs in


def only_for(*capabilities: May) -> Callable[[View], View]:
    """The page is there for people who may any of these; for others there is no such page."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(may(request.user, capability) for capability in capabilities):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def recently_confirmed(view: View) -> View:
    """The page is shown to somebody who proved lately who they are (CONFIRMED_SECONDS).

    For the export of many records, a change of role, break-glass, the settings site. Stands
    inside `only_for`: @only_for(May.BREAK_GLASS) first, then @recently_confirmed. Others are
    asked to confirm before the page is drawn; a form that arrives too late is kept, and offered
    again once they have confirmed.
    """

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if was_confirmed(request):
            return view(request, *args, **kwargs)
        return ask_to_confirm(request)

    return confirmed


def takes_away(view: View) -> View:
    """The answer is a file, and leaves the page as it is. Whoever comes here from signing in or
    confirming would still stand before the page that asked: they are shown one that has the
    file. Stands inside `only_for`, and inside whatever asks to confirm.
    """

    @wraps(view)
    def offered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if urlsplit(request.headers.get("Referer", "")).path.startswith(ENTERING):
            return render(request, "accounts/file.html", {"address": request.get_full_path()})
        return view(request, *args, **kwargs)

    return offered


def was_confirmed(request: HttpRequest) -> bool:
    """Signing in counts, and so does confirming since."""
    confirmed: float = request.session.get(CONFIRMED, 0)
    return time.time() - confirmed < settings.CONFIRMED_SECONDS


def ask_to_confirm(request: HttpRequest) -> HttpResponseBase:
    user: Any = request.user
    back = request.get_full_path()
    if request.method == "POST":
        keep(request, by=user)
        back = reverse("kept")
    return redirect(f"{reverse('confirm')}?{urlencode({'next': back})}")
