"""Writing down what came of asking a family how it goes after its case closed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from cases.actions.endings.sustaining import write_call
from cases.forms.endings.sustaining import CallForm
from cases.queries.endings.sustained import checks_of
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form

INTRO = (
    "When the case closed on {closed} the family agreed that we ask: {way}. “People” says how to "
    "reach them safely. Nobody has to answer."
)


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def ask_how_it_goes(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“How it goes”."""
    case = visible_case(request, reference)
    check = checks_of(case, request.user).filter(pk=number, to_ask=True).first()
    if check is None:
        raise Http404
    form = CallForm(request.POST or None, initial={"version": check.version})

    def act(given: dict[str, Any]) -> None:
        said = {name: given[name] for name in ("came_of", "how", "said_by", "next_step")}
        write_call(check=check, by=request.user, version=given["version"], **said)

    closed = f"{check.closure.closed_on:%-d %B %Y}"
    way = check.closure.get_may_ask_display().removeprefix("Yes, ")
    return one_form(
        request,
        case,
        form,
        act,
        heading="Ask how it goes",
        submit="Save",
        done="Saved what came of it",
        back=reverse("case", args=[case.reference]),
        intro=INTRO.format(closed=closed, way=way),
        rule="ask_how_it_goes",
    )
