"""Every page keeps words from right to left to themselves, whatever put them there."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from audit.directions import isolated_html, isolated_page


class DirectionsMiddleware:
    """Costs a glance at the bytes where a page holds no such word."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/html") and not response.streaming:
            response.content = isolated_page(response.content)
        return response


def fragment(request: HttpRequest, template: str, **shown: Any) -> str:
    """Part of a page that goes out within JSON, where the middleware does not look."""
    return isolated_html(render_to_string(template, shown, request))
