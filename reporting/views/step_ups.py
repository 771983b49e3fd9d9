"""The pack of a step-up, to take along: as JSON and as a PDF."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doors import takes_away
from audit.actions.recording import looked
from audit.models import Look
from cases.queries.documents import step_up_pack
from cases.queries.steps.pack_shown import as_shown
from cases.views.loading import visible_case
from localities.models import Authority
from reporting.documents.step_up.pack_file import json_of, paper_of

KINDS = {"json": "application/json", "pdf": "application/pdf"}


@require_safe
@login_required
@takes_away
def pack_file(request: HttpRequest, reference: str, number: int, form: str) -> HttpResponse:
    """The file. The look is written before it is sent; nothing of it is kept. None before the
    pack was sent, nor for other agencies: it holds all there is, for social care."""
    case = visible_case(request, reference)
    found = step_up_pack(case, number)
    shown = as_shown(found.pack) if found else None
    if found is None or shown is None or form not in KINDS:
        raise Http404
    what = f"Step-up pack of {case.reference} ({form.upper()})"
    looked(Look.Kind.DOWNLOADED, what, by=request.user, case_id=case.pk, family_id=case.family_id)
    if form == "json":
        content: str | bytes = json_of(found)
    else:
        content = paper_of(
            {
                "case": case,
                "step_up": found,
                "pack": shown,
                "council": Authority.current().name,
                "reader": request.user,
                "now": timezone.localtime(),
            }
        )
    response = HttpResponse(content, content_type=KINDS[form])
    name = f"step-up-{case.reference}-{found.pk}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
