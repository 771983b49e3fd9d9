"""The files of a case: adding one, fetching one, ending one."""

import logging
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for, takes_away
from accounts.roles import May
from audit.actions.recording import looked
from audit.models import Look
from audit.web.sending import send
from cases.actions.filing import add_document, end_document
from cases.files.keeping import Changed, read
from cases.forms.filing import DocumentForm, EndDocumentForm
from cases.models import Case, Document
from cases.rules.blocking import blockers
from cases.rules.filing import reasons_against_ending
from cases.views.loading import opened, visible_case

TYPES: dict[str, str] = {
    Document.Kind.PDF: "application/pdf",
    Document.Kind.PNG: "image/png",
    Document.Kind.JPEG: "image/jpeg",
    Document.Kind.TEXT: "text/plain; charset=utf-8",
}
_log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """“Add a document”."""
    case = visible_case(request, reference)
    typed, files = request.POST or None, request.FILES or None
    too_large = "file" in request.META.get("earlyhelp.too_large", ())  # known once it was read
    form = DocumentForm(typed, files, too_large=too_large)
    back = reverse("case-documents", args=[case.reference])
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            file = form.cleaned_data["file"]
            add_document(
                case=case,
                by=request.user,
                title=form.cleaned_data["title"],
                content=file.read(),
                name=file.name,
                note=form.cleaned_data["note"],
            )
            messages.success(request, "Document added")
            return back

        if done := send(form, verb, by=request.user):
            return done
    opened(request, case, f"Add a document to {case.reference}")
    reasons = blockers(case, "add_document", request.user)
    return _page(request, "cases/file_add.html", case, form, reasons)


@require_safe
@login_required
@takes_away
def download(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The file itself, to be saved and never shown by the browser as a page of ours."""
    case = visible_case(request, reference)
    document = _document(case, number)
    looked(
        Look.Kind.DOWNLOADED,
        f"Document {document.pk} of {case.reference}",
        by=request.user,
        case_id=case.pk,
        family_id=case.family_id,
    )
    try:
        content = read(document)
    except Changed:
        _log.error("the file of document %s is not as it was kept", document.pk)
        return render(request, "cases/file_changed.html", {"case": case}, status=409)
    return attachment(content, document.kind, document.download_name)


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A kept file as an answer: in a sandbox, and under a name of ours."""
    answer = HttpResponse(content, content_type=TYPES.get(kind, "application/octet-stream"))
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.WORK, May.ALLOCATE)
def end(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """“Remove a document”: it leaves the page, with the reason."""
    case = visible_case(request, reference)
    document = _document(case, number)
    form = EndDocumentForm(request.POST or None)
    back = reverse("case-documents", args=[case.reference])
    if request.method == "POST" and form.is_valid():

        def verb() -> str:
            end_document(document=document, by=request.user, why=form.cleaned_data["why"])
            messages.success(request, "Document removed")
            return back

        if done := send(form, verb, by=request.user):
            return done
    opened(request, case, f"Remove a document of {case.reference}")
    reasons = reasons_against_ending(case, document, request.user)
    return _page(request, "cases/file_end.html", case, form, reasons, document=document)


def _document(case: Case, number: int) -> Document:
    found = Document.objects.filter(case=case, pk=number, ended_at__isnull=True).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, template: str, case: Case, form: Any, reasons: list[str], **more: Any
) -> HttpResponse:
    back = reverse("case-documents", args=[case.reference])
    context = {"case": case, "form": form, "blocked": reasons, "cancel_url": back}
    return render(request, template, context | more)
