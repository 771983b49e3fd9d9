"""Errors as problem documents (RFC 9457): what is wrong, in which field, and the mend."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

TYPE = "application/problem+json"
TITLES = {
    400: "The request has mistakes",
    401: "Sign in first",
    403: "This is not allowed",
    404: "Not found",
    405: "This method is not allowed",
    406: "This format is not available",
}


class Mistakes(exceptions.APIException):
    """Fields of the request that are wrong: each name with the sentence that mends it."""

    status_code = 400

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__(" ".join(fields.values()))


def as_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The answer to an error of the API; None leaves a fault of ours to Django."""
    if isinstance(error, Http404):
        error = exceptions.NotFound("There is nothing here. GET /api/v1/measures/ lists what is.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    fields = error.fields if isinstance(error, Mistakes) else {}
    problem = {
        "type": "about:blank",
        "title": TITLES.get(error.status_code, "The request could not be answered"),
        "status": error.status_code,
        "detail": str(error.detail),
        "errors": [{"field": name, "detail": words} for name, words in fields.items()],
    }
    response = JsonResponse(problem, status=error.status_code, content_type=TYPE)
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    return response
