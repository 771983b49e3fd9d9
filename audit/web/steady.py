"""Answers that take the same time and the same length whatever they say.

A view calls `steady(response)`. The body is padded at once; the middleware, which stands outside
the transaction, sends the answer at the next whole step of time, holding no lock meanwhile.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STEP = 0.3  # seconds: an answer is sent this long after it was asked, or twice, or three times
LENGTH = 32_768  # bytes: a body is as long as this, or twice, or three times

clock: Callable[[], float] = time.monotonic
wait: Callable[[float], None] = time.sleep


def steady(response: HttpResponse) -> HttpResponse:
    """Mark an answer to be sent at a whole step of time, and make its body of a whole length."""
    response.content += b" " * (-len(response.content) % LENGTH)
    response.headers["Content-Length"] = str(len(response.content))
    # Nobody on the way may compress it: then its length would tell again.
    response.headers["Cache-Control"] = "no-store, no-transform"
    response.steady = True  # type: ignore[attr-defined]
    return response


class SteadyMiddleware:
    """Waits until the next whole step before a steady answer goes out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = clock()
        response = self.get_response(request)
        if getattr(response, "steady", False):
            wait(STEP - (clock() - began) % STEP)
        return response
