"""The forms assessments are written on: their versions, what they ask, what changed, a trial."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.doors import only_for
from accounts.roles import May
from assessments.carrying import faults_of_carrying
from assessments.definition import Purpose
from assessments.form_files import BadForm, read_content
from assessments.models import FormVersion
from assessments.queries.forms import definition, newest
from assessments.queries.published import published
from assessments.web.form_shown import PURPOSES, compared, shown
from assessments.web.trying import TryForm


@require_safe
@only_for(May.CONFIGURE)
def forms(request: HttpRequest) -> HttpResponse:
    """Every published version, and how much is being written on it."""
    return render(request, "assessments/forms/list.html", {"versions": published()})


@require_safe
@only_for(May.CONFIGURE)
def form_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Everything one version asks."""
    form = _version(key, number)
    purpose = PURPOSES[Purpose(form.purpose)]
    context = {"version": form, "purpose": purpose, "sections": shown(definition(form))}
    return render(request, "assessments/forms/show.html", context)


@require_safe
@only_for(May.CONFIGURE)
def form_compared(request: HttpRequest, key: str, number: int, other: int) -> HttpResponse:
    """What version `other` asks differently from version `number`."""
    old, new = _version(key, number), _version(key, other)
    if old == new:
        raise Http404
    sections, gone = compared(definition(old), definition(new))
    context = {"old": old, "version": new, "sections": sections, "gone": gone}
    return render(request, "assessments/forms/compared.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for(May.CONFIGURE)
def form_tried(request: HttpRequest) -> HttpResponse:
    """A form's file read, judged and shown. Nothing of it is kept."""
    form = TryForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_content(Path(file.name), file.read())
        except BadForm as bad:
            context["faults"] = bad.faults
        else:
            context["faults"] = faults_of_carrying(
                read.definition, newest() | {read.definition.key: read.definition}
            )
            context |= {} if context["faults"] else _beside_the_published(read.definition)
    return render(request, "assessments/forms/tried.html", context)


def _beside_the_published(tried: Any) -> dict[str, Any]:
    """What was tried, marked where it differs from the version before it."""
    known = FormVersion.objects.filter(key=tried.key, number__lt=tried.number)
    before = known.order_by("-number").first()
    if before is None:
        return {"tried": tried, "sections": shown(tried)}
    sections, gone = compared(definition(before), tried)
    return {"tried": tried, "old": before, "sections": sections, "gone": gone}


def _version(key: str, number: int) -> FormVersion:
    form = FormVersion.objects.filter(key=key, number=number).first()
    if form is None:
        raise Http404
    return form
