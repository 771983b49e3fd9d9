"""What every answer carries, whatever the page: headers that keep a browser from leaking it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Not "cookies": that would empty those of every other service under the council's own domain. Not
# "storage": all that lies there are words typed and not yet sent, sealed for each person apart
# (assets/js/unsent.js). Whoever signs out is asked about theirs, and must not wipe a colleague's.
WHAT_SIGNING_OUT_CLEARS = '"cache"'


class WallsMiddleware:
    """Stands outside all that answer, so that refusals and errors carry the headers too.

    Nothing is kept by a browser or a proxy unless its view says so: the council's colours, its
    logo and hashed files do, and no page with a person in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _signed_out(request):
            response.headers["Clear-Site-Data"] = WHAT_SIGNING_OUT_CLEARS
        return response


def _signed_out(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match and match.view_name == "account_logout" and request.method == "POST")
