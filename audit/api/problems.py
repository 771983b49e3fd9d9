"""Errors as problem documents (RFC 9457): what is wrong, in which field, and the mend."""

from collections.abc import Iterator
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from rest_framework import exceptions

from audit.actions.answering import OtherRequest
from audit.api.bodies import TooLarge
from audit.refusal import Refused

TYPE = "application/problem+json"
TITLES = {
    400: "The request has mistakes",
    401: "Sign in first",
    403: "This is not allowed",
    404: "Not found",
    405: "This method is not allowed",
    406: "This format is not available",
    409: "This cannot be done",
    413: "The request is too large",
    415: "This kind of content is not read",
    422: "This key was used for another request",
    429: "Too many requests",
}
NOTHING = "There is nothing here. /api/v1/schema/ lists what there is; addresses end with “/”."
WITHOUT_ONE = (
    "Send a token with each call: “Authorization: Token …”. The council’s administrator makes one."
)
NOT_JSON = "Send JSON in UTF-8, with “Content-Type: application/json”."
OTHER_REQUEST = (
    "This Idempotency-Key came before with another request. Send a new request with a new key."
)


class Mistakes(exceptions.APIException):
    """Fields of the request that are wrong: each name with the sentence that mends it."""

    status_code = 400

    def __init__(self, fields: dict[str, str]) -> None:
        self.fields = fields
        super().__init__(" ".join(fields.values()))


class _Other(exceptions.APIException):
    """What one of ours says no with, and the status that fits."""

    def __init__(self, status: int, words: str) -> None:
        self.status_code = status
        super().__init__(words)


def as_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The answer to an error of the API; None leaves a fault of ours to Django."""
    found = _as_api_exception(error)
    if found is None:
        return None
    return _with_headers(problem(found.status_code, _words(found), _fields(found)), found)


def problem(status: int, detail: str, fields: dict[str, str] | None = None) -> HttpResponse:
    """One problem document."""
    document = {
        "type": "about:blank",
        "title": TITLES.get(status, "The request could not be answered"),
        "status": status,
        "detail": detail,
        "errors": [{"field": name, "detail": words} for name, words in (fields or {}).items()],
    }
    return JsonResponse(document, status=status, content_type=TYPE)


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound(NOTHING)
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        return TooLarge("Send less at once.")
    if isinstance(error, OtherRequest):
        return _Other(422, OTHER_REQUEST)
    if isinstance(error, Refused):
        return _Other(409, " ".join(error.reasons))
    return None


def _words(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return " ".join(_fields(error).values())
    if isinstance(error, exceptions.NotAuthenticated):
        return WITHOUT_ONE
    if isinstance(error, exceptions.UnsupportedMediaType):
        return NOT_JSON
    return str(error.detail)


def _fields(error: exceptions.APIException) -> dict[str, str]:
    if isinstance(error, Mistakes):
        return error.fields
    if isinstance(error, exceptions.ValidationError):
        return dict(_flat(error.detail))
    return {}


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The path of each field that is wrong, such as `people[1].date_of_birth`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, _below(path, name))
    elif isinstance(detail, list) and any(isinstance(each, dict | list) for each in detail):
        for place, inner in enumerate(detail):
            yield from _flat(inner, f"{path}[{place}]")
    elif isinstance(detail, list):
        if detail:
            yield path, " ".join(str(words) for words in detail)
    else:
        yield path, str(detail)


def _below(path: str, name: Any) -> str:
    if name == "non_field_errors":
        return path
    if isinstance(name, int):  # a list of children tells the place as a number
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else str(name)


def _with_headers(response: HttpResponse, error: exceptions.APIException) -> HttpResponse:
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(ceil(wait))
    return response
