"""Opening a case again whose closing was wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.models import User
from accounts.roles import May
from audit.days import in_words
from cases.actions.endings.reopening import reopen
from cases.forms.endings.reopening import ReopenForm
from cases.models import Closure
from cases.queries.endings.sustained import led_when_it_closed, standing_closure
from cases.queries.leads.workload import workers_for
from cases.rules.reopening import WITHIN, reasons_against_reopening, stage_before
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form

INTRO = (
    "For a closing that was wrong. The case goes on where it left off, with its assessment and its "
    "plan. Ask the team and the family to meet again, and tell whoever was told that it closed."
)


CLOSED = "Closed on {day}{by}: {why}. It can be taken back until {until}."


@require_http_methods(METHODS)
@only_for(May.ALLOCATE)
def reopening(request: HttpRequest, reference: str) -> HttpResponse:
    """“Open the case again”."""
    case = visible_case(request, reference)
    closure = standing_closure(case)
    form = ReopenForm(
        request.POST or None,
        workers=workers_for(case),
        stage=stage_before(case),
        led=led_when_it_closed(case),
        initial={"version": case.version},
    )

    def act(data: dict[str, Any]) -> None:
        users = User.objects.select_related("agency")
        lead = users.filter(pk=data["lead"]).first() if data["lead"] else None
        reopen(
            case=case, by=request.user, reason=data["reason"], lead=lead, version=data["version"]
        )

    return one_form(
        request,
        case,
        form,
        act,
        heading="Open the case again",
        submit="Open it again",
        done="The case is open again",
        back=reverse("case", args=[case.reference]),
        intro=f"{INTRO} {_closed(closure)}".strip(),
        against=reasons_against_reopening(case, request.user, closure),
    )


def _closed(closure: Closure | None) -> str:
    if closure is None:
        return ""
    return CLOSED.format(
        day=in_words(closure.closed_on),
        by=f" by {closure.closed_by.name}" if closure.closed_by else "",
        why=closure.get_reason_display(),
        until=in_words(closure.closed_on + WITHIN),
    )
