"""A family that moved away: handed to the other council, and ours until they answer."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from cases.actions.leads.sending_on import answer_for_case, send_case_on
from cases.forms.leads.sending_on import AnswerForm, SendOnForm
from cases.models import CaseSentOn
from cases.views.loading import visible_case
from cases.views.one_form import METHODS, one_form

OURS = (
    "Until the other council’s receipt or refusal is recorded, the family stays ours: visits, "
    "meetings and the plan go on."
)


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE)
def send_on(request: HttpRequest, reference: str) -> HttpResponse:
    """“Send to another council”."""
    case = visible_case(request, reference)
    form = SendOnForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        send_case_on(case=case, by=request.user, to=form.whom(), why=given["why"])

    return one_form(
        request,
        case,
        form,
        act,
        heading="Send to another council",
        submit="Send on",
        rule="send_on",
        done="Sent on. The family is ours until they answer",
        back=reverse("case-documents", args=[case.reference]),
        intro=OURS,
    )


@require_http_methods(METHODS)
@only_for(May.WORK, May.ALLOCATE, May.TRIAGE)
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Record their answer”: receipt or refusal."""
    case = visible_case(request, reference)
    sent = CaseSentOn.objects.filter(case=case, pk=number).first()
    if sent is None:
        raise Http404
    form = AnswerForm(request.POST or None, initial={"version": sent.version})

    def act(given: dict[str, Any]) -> None:
        sent.version = given["version"]
        words = {"on": given["on"], "answered_by": given["answered_by"], "words": given["words"]}
        answer_for_case(sent=sent, by=request.user, answer=given["answer"], **words)

    return one_form(
        request,
        case,
        form,
        act,
        heading=f"What did {sent.council_name} answer?",
        submit="Save",
        rule="answer_sent_on",
        done="Answer recorded",
        back=reverse("case-documents", args=[case.reference]),
    )
