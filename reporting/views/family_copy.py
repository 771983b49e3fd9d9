"""The family's own copy of the plan or a meeting: to print, or as a PDF."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.doors import takes_away
from assessments.family_copy.composing import KINDS, FamilyCopy, family_copy
from assessments.family_copy.phrases import ENGLISH, languages, unchecked
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import ItemForm
from cases.models import Case, CopyGiven
from cases.views.sharing.withholding import case_not_acted_in
from localities.models import Authority
from reporting.documents.family_paper import html_of, pdf_of

LARGE = "large"


class HowForm(ItemForm):
    """In which language the fixed words are, and how large the print is."""

    lang = forms.ChoiceField(label="Headings in", choices=[], required=False)
    size = forms.ChoiceField(
        label="Print",
        choices=[("", "Usual"), (LARGE, "Large (18 point)")],
        required=False,
        widget=forms.Select(),
    )
    mark_optional = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lang"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, f"{one.name} ({one.shown})" if code != ENGLISH else one.name)
                         for code, one in languages().items()]  # fmt: skip


@require_safe
@login_required
def page(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The copy in plain words, with what is chosen for it."""
    case = case_not_acted_in(request, reference)
    given = _given(case, number)
    form, copy = _chosen(request, given)
    _looked(request, case, Look.Kind.OPENED, given)
    context = {
        "case": case,
        "given": given,
        "copy": copy,
        "form": form,
        "unchecked": unchecked(copy.language.code),
        "query": request.GET.urlencode(),
        "cancel_url": reverse("case-copy", args=[case.reference, given.pk]),
        "mark_given": given.kind == "meeting",
    }
    return render(request, "reporting/family_copy/page.html", context)


@require_safe
@login_required
@takes_away
def as_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The same as a file; none in a language whose font is not there."""
    case = case_not_acted_in(request, reference)
    given = _given(case, number)
    _, copy = _chosen(request, given)
    if not copy.language.has_its_font:
        raise Http404
    _looked(request, case, Look.Kind.DOWNLOADED, given)
    response = HttpResponse(
        pdf_of(html_of(copy, Authority.current().name)), content_type="application/pdf"
    )
    name = f"copy-{case.reference}-{given.pk}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _given(case: Case, number: int) -> CopyGiven:
    found = CopyGiven.objects.filter(case=case, pk=number, kind__in=KINDS).first()
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest, given: CopyGiven) -> tuple[HowForm, FamilyCopy]:
    """What was asked for; where it is nothing we have, English in the usual print."""
    form = HowForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    language = asked.get("lang") or ENGLISH
    return form, family_copy(given, language, large=asked.get("size") == LARGE)


def _looked(request: HttpRequest, case: Case, kind: Look.Kind, given: CopyGiven) -> None:
    what = f"Family copy of {case.reference}"
    looked(kind, what, by=request.user, case_id=case.pk, family_id=case.family_id, copy=given.pk)
