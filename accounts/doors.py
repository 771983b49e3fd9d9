"""Who may come in to a page. Somebody signed out signs in; who may not finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

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
