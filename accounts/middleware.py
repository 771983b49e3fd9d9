"""Every request enters its transaction in the name of the person who asks."""

import uuid
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.acting import acting_as


class ActingMiddleware:
    """Runs the view inside acting_as. An error response (500 and up) undoes what was written."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        if request.path.startswith(("/static/", "/livez", "/readyz")):
            return self.get_response(request)
        with acting_as(request.user, request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response
