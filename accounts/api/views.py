"""What views of the API have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.api import scheme  # noqa: F401  it registers itself
from audit.api.problems import NOTHING, problem

NO_LENGTH = "Send the body in one piece, with its length (Content-Length)."
NO_TYPE = "Say what the body is: Content-Type: application/json."


class ApiView(APIView):
    """A view that reads JSON. A body whose kind or length is not said would be taken for none."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
            raise ParseError(NO_LENGTH)
        if _length(request) and not request.content_type:
            raise UnsupportedMediaType("", NO_TYPE)


@csrf_exempt
def nothing_there(request: HttpRequest, path: str = "") -> HttpResponse:
    """Every other address of the API, also where something is sent to it; it does nothing."""
    return problem(404, NOTHING)


def _length(request: Request) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
