"""The history of a case: who did what, when and why."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.roles import May, may
from cases.queries.happenings import Place
from cases.queries.history import history_of
from cases.views.page import case_page, show


@require_safe
@login_required
def history(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_page(request, reference)
    place = Place.read(request.GET.get("before", ""))
    outside = may(request.user, May.OFFER_TO_LEAD)  # partners read no changes of rows
    deeds, following = history_of(case, place, rows_too=not outside)
    return show(
        request,
        case,
        "history",
        "cases/history.html",
        deeds=deeds,
        may_see_looks=may(request.user, May.SEE_LOOKS),
        older_url=f"?before={following}" if following else "",
        newest_url="?" if place else "",
    )
