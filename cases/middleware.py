"""What goes out to somebody from whom something is withheld passes a last look."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.context import current_actor
from cases.withholding.audience import finder_of_reader, written_by_reader
from cases.withholding.screening import HELD_BACK, screen_html, screen_json, screen_text

OF_THE_SITE = ("text/css", "text/javascript", "application/javascript", "image/", "font/")


class WithholdingMiddleware:
    """Stands within ActingMiddleware. Costs nothing where nothing is withheld from the reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _carries_what_was_held(request):
            return HttpResponse(
                "This page left something out for you, so saving it would lose what it left out."
                " Ask the council’s lead to make the change.",
                status=409,
                content_type="text/plain; charset=utf-8",
            )
        response = self.get_response(request)
        if current_actor().reach.withheld:
            if hasattr(response, "render") and callable(response.render):
                response.render()
            return screened(request, response)
        return response


def screened(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer without texts that tell of what is withheld; what cannot be read is not sent."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    if kind.startswith(OF_THE_SITE) or response.status_code in {204, 301, 302, 304}:
        return response
    screens: dict[str, Callable[..., str]] = {
        "text/html": screen_html,
        "text/csv": screen_text,
        "text/plain": screen_text,
    }
    screens |= dict.fromkeys(("application/json", "application/problem+json"), screen_json)
    screen = screens.get(kind)
    if screen is None or response.streaming:
        return HttpResponse(HELD_BACK, status=404, content_type="text/plain; charset=utf-8")
    if finder := finder_of_reader():
        charset = response.charset or "utf-8"
        text = response.content.decode(charset)
        if screen is screen_html:
            text = screen_html(text, finder, [*_typed(request), *written_by_reader()])
        else:
            text = screen(text, finder)
        response.content = text.encode(charset)
    return response


def _typed(request: HttpRequest) -> list[str]:
    return [value for _, values in request.POST.lists() for value in values]


def _carries_what_was_held(request: HttpRequest) -> bool:
    if request.method != "POST" or not current_actor().reach.withheld:
        return False
    return any(HELD_BACK in value for values in request.POST.lists() for value in values[1])
