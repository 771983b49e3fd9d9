"""“Import requests from a file”: bring it, see what would be done, do it, mend the rest."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import only_for, takes_away
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Job, Look
from audit.web.sending import send
from cases.importing.problems import Problem, as_csv
from cases.models import ImportProblem, ImportRun
from referrals.actions.doors import importing
from referrals.forms.importing import AnswerForm, ImportForm
from referrals.importing.columns import PERSON, REQUEST
from referrals.importing.example import example_file

SHOWN = 20  # problems on the page; all are in the file
A_PAGE = 25


@require_safe
@only_for(May.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """The files somebody brought, newest first."""
    rows = ImportRun.objects.filter(asked_by=request.user.pk)
    return render(request, "referrals/imports.html", {"runs": rows.order_by("-asked_at")[:A_PAGE]})


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.IMPORT)
def new(request: HttpRequest) -> HttpResponse:
    """Choosing a file, and what its columns are."""
    typed, files = request.POST or None, request.FILES or None
    too_large = "file" in request.META.get("earlyhelp.too_large", ())  # known once it was read
    form = ImportForm(typed, files, too_large=too_large)
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            file = form.cleaned_data["file"]
            run = importing.bring(by=request.user, content=file.read(), name=file.name)
            return reverse("import", args=[run.pk])

        if done := send(form, verb, by=request.user):
            return done
    context = {
        "form": form,
        "columns": [("The request", REQUEST), ("The person of this row", PERSON)],
        "cancel_url": reverse("imports"),
    }
    return render(request, "referrals/import_new.html", context)


@require_safe
@only_for(May.IMPORT)
@takes_away
def example(request: HttpRequest) -> HttpResponse:
    """A file with the columns, and a request about nobody."""
    return _file(example_file(), "example-requests.csv")


@require_safe
@only_for(May.IMPORT)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One file: how far it is, what would be done or was done, what is wrong in it."""
    run = _load(request, number)
    if run.problems:
        looked(Look.Kind.OPENED, f"Problems of import {run.pk}", by=request.user)
    return render(request, "referrals/import.html", _context(run))


@require_safe
@only_for(May.IMPORT)
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far it is, for the page to put in place of what it shows."""
    run = _load(request, number)
    if not run.is_working or _failed(run):
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "referrals/import_stage.html", _context(run))


@require_POST
@only_for(May.IMPORT)
def go(request: HttpRequest, number: int) -> HttpResponse:
    """“Import”."""
    run = _load(request, number)
    return _answer(request, run, importing.start)


@require_POST
@only_for(May.IMPORT)
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """“Delete this file”."""
    run = _load(request, number)
    return _answer(request, run, importing.give_up)


@require_safe
@only_for(May.IMPORT)
@takes_away
def problems(request: HttpRequest, number: int) -> HttpResponse:
    """What is wrong, row by row, to be mended in a spreadsheet."""
    run = _load(request, number)
    rows = ImportProblem.objects.filter(run=run)
    found = [Problem(one.row, one.column, one.typed, one.sentence) for one in rows]
    if not found:
        raise Http404
    looked(Look.Kind.DOWNLOADED, f"Problems of import {run.pk}", by=request.user)
    return _file(as_csv(found), f"problems-of-import-{run.pk}.csv")


def _answer(request: HttpRequest, run: ImportRun, verb: Callable[..., ImportRun]) -> HttpResponse:
    form, page = AnswerForm(request.POST), reverse("import", args=[run.pk])

    def do() -> str:
        verb(run=run, by=request.user, expected=form.cleaned_data["version"])
        return page

    if form.is_valid() and (done := send(form, do, by=request.user)):
        return done
    for reasons in form.errors.values():
        messages.error(request, " ".join(map(str, reasons)))
    return redirect(page)


def _load(request: HttpRequest, number: int) -> ImportRun:
    rows = ImportRun.objects.filter(asked_by=request.user.pk, pk=number).select_related("job")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _failed(run: ImportRun) -> bool:
    return bool(run.job and run.job.state == Job.State.FAILED)


def _context(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run,
        "failed": _failed(run),
        "reasons": importing.reasons_against_importing(run, run.asked_by),
        "problems": ImportProblem.objects.filter(run=run)[:SHOWN] if run.problems else [],
        "shown": SHOWN,
    }


def _file(content: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
