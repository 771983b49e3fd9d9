"""The papers of a panel: asked for, how far they are, and read by its members."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.doors import takes_away
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import Form
from audit.web.sending import send
from referrals.models import Panel
from referrals.rules.panels import panel_blockers
from referrals.views.panels import for_the_panel
from reporting.actions.papering import ask_for_papers, items_for
from reporting.models import PanelPapers, PanelPapersFile
from reporting.views.copies import confirmed
from reporting.views.stages import stage_of_job

CHANGED = "What you may read has changed since these papers were made. Have them made again."


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_panel
def papers(request: HttpRequest, panel: Panel) -> HttpResponse:
    """“Papers”: made for the agenda as it stands, and read by those who sit on the panel."""
    form = Form(request.POST or None)
    if form.is_bound and form.is_valid():

        def verb() -> str:
            ask_for_papers(panel=panel, by=request.user)
            return reverse("panel-papers", args=[panel.pk])

        if answer := send(form, verb, by=request.user):
            return answer
    found = PanelPapers.objects.filter(panel=panel).select_related("job").first()
    file = _file(request, panel)
    details = {
        "panel": panel,
        "form": form,
        "papers": found,
        "stage": stage_of_job(found.job) if found else None,
        "file": file,
        "changed": CHANGED if file and _may_not(request, panel, file) else "",
        "arranges": not panel_blockers(panel, "arrange", request.user),
        "reasons": panel_blockers(panel, "arrange", request.user),
    }
    return render(request, "reporting/panel_papers/papers.html", details)


@require_GET
@for_the_panel
def progress(request: HttpRequest, panel: Panel) -> HttpResponse:
    """How far the work is, for the page to put in place of what it shows."""
    found = PanelPapers.objects.filter(panel=panel).select_related("job").first()
    if found is None:
        raise Http404
    details = {"panel": panel, "stage": stage_of_job(found.job)}
    return render(request, "reporting/panel_papers/stage.html", details)


@require_GET
@login_required
@confirmed
@takes_away
@for_the_panel
def download(request: HttpRequest, panel: Panel) -> HttpResponse:
    """The file of whoever asks. The look is written before it is sent."""
    file = _file(request, panel)
    if file is None:
        raise Http404
    if _may_not(request, panel, file):
        return redirect("panel-papers", panel.pk)
    what = f"Papers of panel {panel.pk}"
    looked(Look.Kind.DOWNLOADED, what, by=request.user, requests=len(file.items))
    response = HttpResponse(bytes(file.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="panel-{panel.meets_at:%Y-%m-%d}.pdf"'
    return response


def _file(request: HttpRequest, panel: Panel) -> PanelPapersFile | None:
    """Row security lets only its readers find it, while the panel is planned."""
    mine = PanelPapersFile.objects.filter(papers__panel=panel)
    return mine.filter(readers__contains=[request.user.pk]).first()


def _may_not(request: HttpRequest, panel: Panel, file: PanelPapersFile) -> bool:
    """An item was taken off, or a link to a family declared, after the papers were made."""
    return not set(file.items) <= set(items_for(panel, request.user.pk or 0))
