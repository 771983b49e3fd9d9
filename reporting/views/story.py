"""“Story”: the family on one page, and the same as a PDF."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.doors import takes_away
from audit.actions.recording import looked
from audit.models import Look
from audit.web.forms import ItemForm
from cases.models import Case
from cases.queries.header import header
from cases.tree.drawing import draw
from cases.tree.words import couples, description, groups, half_siblings
from cases.views.page import case_page, show
from localities.models import Authority
from reporting.documents.story.composing import Story, acts_for_somebody, story_of
from reporting.documents.story.paper import html_of, pdf_of
from reporting.forms import DayField


class DayForm(ItemForm):
    """The day on which the story is told as it stood."""

    on = DayField(label="As it stood on", help_text="For example, 1/4/2026", required=False)
    mark_optional = False

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened_on = case.opened_on

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > timezone.localdate():
            raise ValidationError("The day must be today or in the past")
        if on and on < self._opened_on:
            opened = f"{self._opened_on:%-d %B %Y}"
            raise ValidationError(f"The day must be {opened}, when the case was opened, or later")
        return on


@require_safe
@login_required
def story(request: HttpRequest, reference: str) -> HttpResponse:
    """Today’s story, or as it stood on a day. Where the day is wrong, today’s with the reason."""
    case = case_page(request, reference)
    form = DayForm(request.GET or None, case=case)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    told = story_of(case, timezone.localdate(), on)
    details = _told(told) | {"form": form, "may_have_pdf": may_have_pdf()}
    return show(request, case, "story", "reporting/story/story.html", **details)


@require_safe
@login_required
@takes_away
def story_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The story as a file. The look is written before it is sent; nothing of it is kept."""
    case = case_page(request, reference)
    form = DayForm(request.GET, case=case)
    if not may_have_pdf() or not form.is_valid():
        raise Http404
    told = story_of(case, timezone.localdate(), form.cleaned_data["on"])
    what = f"Story of {case.reference}"
    looked(Look.Kind.DOWNLOADED, what, by=request.user, case_id=case.pk, family_id=case.family_id)
    html = html_of(_told(told) | _on_paper(request, case))
    response = HttpResponse(pdf_of(html), content_type="application/pdf")
    name = f"story-{case.reference}-{told.day:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def may_have_pdf() -> bool:
    """Not for an agency that acts for one of a family: the last look cannot read a file."""
    return not acts_for_somebody()


def _told(told: Story) -> dict[str, Any]:
    return {
        "story": told,
        "tree": draw(told.kin),
        "tree_description": description(told.kin),
        "groups": groups(told.kin),
        "couples": couples(told.kin) + half_siblings(told.kin),
    }


def _on_paper(request: HttpRequest, case: Case) -> dict[str, Any]:
    return {
        "case": case,
        "header": header(case, request.user, "story"),
        "council": Authority.current().name,
        "reader": request.user,
        "now": timezone.localtime(),
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
