"""Disputing that social care returned a step-up, and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from cases.actions.steps import disputing
from cases.forms.steps.stepping_up import HIGHER, DisputeForm, SettleForm
from cases.models import StepUpDispute
from cases.queries.steps.step_up import last_returned, open_dispute
from cases.rules.blocking import blockers
from cases.rules.disputing import reasons_against_disputing
from cases.views.loading import visible_case
from cases.views.one_form import one_form
from cases.views.steps.step_up_pages import FORM_METHODS, address_of

HOW_IT_GOES = (
    "The reason social care gave:\n\n{answer}\n\nFirst the two practitioners talk, then the "
    "managers, then the heads of service, each within the days of the table of timescales. If a "
    "child is in danger, do not wait for this: step up again as urgent, or ring."
)
AT = (
    "At this stage until {day}: {stage}.\n\nSocial care’s reason: {answer}\n\n"
    "Disputed by {who}: {why}"
)


@require_http_methods(FORM_METHODS)
@only_for(May.WORK, May.ALLOCATE)
def dispute(request: HttpRequest, reference: str) -> HttpResponse:
    """“Dispute this answer”, of the newest step-up, where social care returned it."""
    case = visible_case(request, reference)
    found = last_returned(case)
    if found is None:
        return redirect(address_of(case))

    def act(data: dict[str, Any]) -> None:
        disputing.dispute(step_up=found, why=data["why"], by=request.user)

    return one_form(
        request,
        case,
        DisputeForm(request.POST or None),
        act,
        heading="Dispute social care’s answer",
        submit="Dispute the answer",
        done="Recorded. The managers are told.",
        back=address_of(case),
        intro=HOW_IT_GOES.format(answer=found.answer_reason),
        against=[
            *blockers(case, "dispute_step_up", request.user),
            *reasons_against_disputing(found),
        ],
    )


@require_http_methods(FORM_METHODS)
@only_for(May.SIGN_OFF)
def settle(request: HttpRequest, reference: str) -> HttpResponse:
    """What came of the stage a dispute is at: settled, or a stage higher."""
    case = visible_case(request, reference)
    found = open_dispute(case)
    if found is None:
        return redirect(address_of(case))
    stage = StepUpDispute.Stage(found.stage)
    form = SettleForm(request.POST or None, stage=stage, initial={"version": found.version})

    def act(data: dict[str, Any]) -> None:
        known = {"dispute": found, "words": data["words"], "by": request.user}
        known |= {"version": data["version"]}
        if data["outcome"] == HIGHER:
            disputing.escalate(**known)
        else:
            disputing.settle(**known, outcome=data["outcome"])

    said = f"\n\n{found.said}" if found.said else ""
    return one_form(
        request,
        case,
        form,
        act,
        heading="Social care’s answer is disputed",
        submit="Record",
        done="Recorded.",
        back=address_of(case),
        intro=AT.format(
            day=f"{found.due_on:%-d %B %Y}",
            stage=stage.label.lower(),
            answer=found.answer,
            who=found.raised_by.name,
            why=found.why,
        )
        + said,
        rule="settle_step_up",
    )
