"""Who may come in to a page. Somebody signed out signs in; who may not finds nothing there."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    suspend_request,
)
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.roles import May, may

View = Callable[..., HttpResponse]


def only_for(*capabilities: May) -> Callable[[View], View]:
    """The page is there for people who may any of these; for others there is no such page."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(may(request.user, capability) for capability in capabilities):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def recently_confirmed(view: View) -> View:
    """The page is shown to somebody who proved lately who they are (CONFIRMED_SECONDS)."""

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if _signed_in_lately(request.user) or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        return suspend_request(request, reverse("account_reauthenticate"))

    return confirmed


def _signed_in_lately(user: Any) -> bool:
    since = timezone.now() - timedelta(seconds=settings.CONFIRMED_SECONDS)
    return user.last_login is not None and user.last_login > since
