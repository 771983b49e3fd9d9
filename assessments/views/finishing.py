"""Finishing a record that nobody signs off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.doors import only_for
from accounts.roles import May
from assessments.actions.finishing import finish as finish_record
from assessments.blocking import few, submitting_blockers
from assessments.queries.sheet import Sheet
from assessments.views.assessment import whole
from assessments.views.loading import assessment_of, case_of, show_form, to_case
from assessments.views.section import missing_rows
from assessments.web.confirming import FinishForm
from audit.web.sending import send


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def finish(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Finish”: what is still missing, each with a way to it; then the whole and the button."""
    case = case_of(request, reference)
    sheet = Sheet(assessment_of(case, number))
    assessment = sheet.assessment
    form = FinishForm(request.POST or None, initial={"version": assessment.version})
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            version = form.cleaned_data["version"]
            finish_record(assessment=assessment, by=request.user, version=version)
            messages.success(request, f"{assessment.form.title} finished")
            return to_case("case-assessment", case)

        if done := send(form, verb, by=request.user):
            return done
    blocked = submitting_blockers(sheet, request.user, "finish")
    return show_form(
        request,
        case,
        "assessments/finish.html",
        title=f"Finish: {assessment.title}",
        back=to_case("case-assessment", case),
        form=form,
        missing=missing_rows(sheet) if blocked == [m.sentence for m in sheet.missing] else [],
        blocked=blocked,
        few_reasons=few(blocked),
        assessment=assessment,
        groups=whole(sheet),
    )
