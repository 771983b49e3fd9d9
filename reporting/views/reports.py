"""Reports: what was produced, asking for one, watching it being made, taking it away."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.doors import only_for, takes_away
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import Form
from audit.web.sending import send
from reporting import queries
from reporting.actions.asking import ask_again, ask_for_report
from reporting.actions.keeping import keep_texts, kept_texts
from reporting.forms import ReportForm
from reporting.measures import MEASURES
from reporting.models import Report, ReportFile
from reporting.period import SHORTCUTS, Period, last_quarter
from reporting.views.stages import stage_of

A_PAGE = 25


@require_GET
@only_for(May.SEE_FIGURES)
def reports(request: HttpRequest) -> HttpResponse:
    """“Reports”: what was produced, and the figures themselves."""
    page = queries.page_of_reports(request.GET.get("before", ""), A_PAGE)
    scope = queries.ScopeNames()
    address = reverse("reports")
    context = {
        "rows": [
            {
                "report": found,
                "period": Period(found.from_date, found.to_date),
                "scope": scope.of(found.localities),
                "stage": stage_of(found),
            }
            for found in page.reports
        ],
        "newest_url": address if request.GET.get("before") else "",
        "older_url": f"{address}?before={page.older}" if page.older else "",
        "measures": MEASURES.values(),
    }
    return render(request, "reporting/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.SEE_FIGURES)
def new_report(request: HttpRequest) -> HttpResponse:
    """“Scrutiny panel report”: period, localities, the author's texts, “Produce report”."""
    if request.method != "POST":
        return _form_page(request, ReportForm(initial=_initial(request)))
    form = ReportForm(request.POST)
    keep_texts(by=request.user, texts=form.texts())
    if shortcut := SHORTCUTS.get(request.POST.get("shortcut", "")):
        return _form_page(request, _with_period(request, shortcut[1]))
    if request.POST.get("keep"):
        messages.success(request, "Your words are saved for your next report.")
        return redirect("report-new")
    if form.is_valid():

        def verb() -> str:
            report = ask_for_report(
                by=request.user,
                period=form.period,
                localities=form.chosen,
                texts=form.texts(),
                published=form.cleaned_data["published"],
            )
            return reverse("report", args=[report.pk])

        answer = send(form, verb, by=request.user)
        if answer:
            return answer
    return _form_page(request, form)


@require_GET
@only_for(May.SEE_FIGURES)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One report: how far it is, or “Download PDF”."""
    found = _load(number)
    context = {
        "report": found,
        "stage": stage_of(found),
        "period": Period(found.from_date, found.to_date),
        "scope": queries.ScopeNames().of(found.localities),
    }
    return render(request, "reporting/report.html", context)


@require_GET
@only_for(May.SEE_FIGURES)
def report_progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a report is, for the page to put in place of what it shows."""
    found = _load(number)
    return render(request, "reporting/stage.html", {"report": found, "stage": stage_of(found)})


@require_POST
@only_for(May.SEE_FIGURES)
def produce_again(request: HttpRequest, number: int) -> HttpResponse:
    """“Produce again”, for a report that failed."""
    found = _load(number)
    form, page = Form(request.POST), reverse("report", args=[number])

    def verb() -> str:
        ask_again(report=found, by=request.user)
        return page

    answer = send(form, verb, by=request.user) if form.is_valid() else None
    if answer is None:
        for problems in form.errors.values():
            messages.error(request, " ".join(map(str, problems)))
    return answer or redirect(page)


@require_GET
@only_for(May.SEE_FIGURES)
@takes_away
def download(request: HttpRequest, number: int) -> HttpResponse:
    """The PDF, byte for byte as it was produced."""
    found = _load(number)
    content = ReportFile.objects.filter(report=found).values_list("pdf", flat=True).first()
    if content is None:
        raise Http404
    looked(Look.Kind.DOWNLOADED, f"Report: {found.title}, {found.pk}", by=request.user)
    response = HttpResponse(bytes(content), content_type="application/pdf")
    kind = "-published" if found.published else ""
    name = f"scrutiny-report-{found.from_date}-to-{found.to_date}{kind}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _load(number: int) -> Report:
    found = queries.reports().filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _initial(request: HttpRequest) -> dict[str, object]:
    period = last_quarter(timezone.localdate())
    return {"start": period.start, "end": period.end, **kept_texts(request.user)}


def _with_period(request: HttpRequest, shortcut: Callable[[date], Period]) -> ReportForm:
    """The form as typed, with the dates of a shortcut."""
    period = shortcut(timezone.localdate())
    data = request.POST.copy()
    data["start"], data["end"] = f"{period.start:%-d/%-m/%Y}", f"{period.end:%-d/%-m/%Y}"
    form = ReportForm(data)
    form.as_typed()
    return form


def _form_page(request: HttpRequest, form: ReportForm) -> HttpResponse:
    context = {
        "form": form,
        "shortcuts": [(key, label) for key, (label, _) in SHORTCUTS.items()],
        "cancel_url": reverse("reports"),
    }
    return render(request, "reporting/new_report.html", context)
