"""“Not relevant”: a prompt is set aside, by its place in the list as it was drawn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from assessments.actions.prompting import set_aside
from assessments.queries.prompts import prompts
from assessments.queries.sheet import Sheet
from assessments.views.loading import assessment_of, case_of, to_case
from audit.refusal import Refused

GONE = "That prompt is not there any more. What you see now is what is left."


@require_POST
@login_required
def not_relevant(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """From the page that lists every prompt."""
    case = case_of(request, reference)
    mark = request.POST.get("prompt", "")
    if not mark:
        raise Http404
    try:
        set_aside_marked(request, Sheet(assessment_of(case, number)), mark)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect(_back(request) or to_case("assessment-submit", case))


def set_aside_marked(request: HttpRequest, sheet: Sheet, mark: str) -> None:
    """Set aside the prompt with this mark. One that is gone already is no fault."""
    found = next((prompt for prompt in prompts(sheet) if prompt.mark == mark), None)
    if found is None:
        messages.info(request, GONE)
        return
    set_aside(assessment=sheet.assessment, prompt=found, by=request.user)
    messages.success(request, "Not relevant: you will not be asked this again.")


def _back(request: HttpRequest) -> str:
    """The page of this site that the button stood on."""
    url = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/")
    return url if here else ""
