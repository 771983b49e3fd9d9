"""Sending an assessment for sign-off, and the manager's verdict on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.signing_off import send_back, sign_off
from assessments.actions.submitting import submit as submit_assessment
from assessments.blocking import blockers, few, submitting_blockers
from assessments.models import Assessment
from assessments.models.assessment import AGAIN
from assessments.queries.returned import since_the_return
from assessments.queries.sheet import Sheet
from assessments.queries.since import since
from assessments.queries.since_sent import in_the_family_since_sent
from assessments.views.assessment import whole
from assessments.views.loading import case_of, latest_in, show_form, to_case
from assessments.views.section import asked_rows, carried_rows, missing_rows, prompt_rows
from assessments.web.confirming import SubmitForm, VerdictForm
from audit.web.messages import in_a_sentence
from audit.web.sending import send

State = Assessment.State


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def submit(request: HttpRequest, reference: str) -> HttpResponse:
    """“Submit for sign-off”: what is still missing, each with a way to it; then the button."""
    case = case_of(request, reference)
    sheet = Sheet(latest_in(case, State.DRAFT, State.RETURNED, State.SUBMITTED))
    assessment = sheet.assessment
    asked = [row for row in asked_rows(sheet) if row["it"].is_out]
    form = SubmitForm(request.POST or None, initial={"version": assessment.version}, out=asked)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            facts = {name: form.cleaned_data.get(name, "") for name in ("version", "without")}
            submit_assessment(assessment=assessment, by=request.user, **facts)
            messages.success(request, f"{_it(assessment)} submitted for sign-off")
            return to_case("case-assessment", case)

        if done := send(form, verb, by=request.user):
            return done
    blocked = submitting_blockers(sheet, request.user)
    return show_form(
        request,
        case,
        "assessments/submit.html",
        title="Submit for sign-off",
        back=to_case("case-assessment", case),
        form=form,
        missing=missing_rows(sheet) if blocked == [m.sentence for m in sheet.missing] else [],
        blocked=blocked,
        few_reasons=few(blocked),
        assessment=assessment,
        asked=asked,
        prompts=prompt_rows(sheet),
        since=since(sheet),
        carried=carried_rows(sheet),
        back_here=request.path,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.SIGN_OFF)
def verdict(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole assessment, and beneath it “Sign off” and “Return with comments”."""
    case = case_of(request, reference)
    assessment = latest_in(case, State.SUBMITTED, State.SIGNED_OFF, State.RETURNED)
    sheet = Sheet(assessment)
    form = VerdictForm(request.POST or None, initial={"version": assessment.version})
    if request.method == "POST" and form.is_valid():
        done = send(form, lambda: _decide(request, assessment, form), by=request.user)
        if done:
            return done
    return show_form(
        request,
        case,
        "assessments/verdict.html",
        title=f"Sign off the {in_a_sentence(_it(assessment))}",
        back=to_case("case-assessment", case),
        form=form,
        assessment=assessment,
        groups=whole(sheet),
        prompts=prompt_rows(sheet, to_write=False),
        since=since(sheet),
        returned=since_the_return(sheet),
        happened=list(in_the_family_since_sent(assessment)),
        blocked=[] if form.errors else blockers(assessment, "return", request.user),
        not_signing=blockers(assessment, "sign_off", request.user),
    )


def _decide(request: HttpRequest, assessment: Assessment, form: VerdictForm) -> str:
    facts = {
        "assessment": assessment,
        "by": request.user,
        "comments": form.cleaned_data["comments"],
        "version": form.cleaned_data["version"],
    }
    if request.POST.get("verdict") == "return":
        send_back(**facts)
        messages.success(request, f"{_it(assessment)} returned with comments")
    else:
        sign_off(**facts)
        messages.success(request, f"{_it(assessment)} signed off")
    return to_case("case-assessment", assessment.case)


def _it(assessment: Assessment) -> str:
    return AGAIN if assessment.is_reassessment else "Assessment"
