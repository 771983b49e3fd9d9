"""One section of an assessment: written on a page, saved as one types, read by others."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from assessments.actions.answering import Conflict, Saved, save
from assessments.actions.carrying import confirm
from assessments.blocking import by_rule, writing_blockers
from assessments.models import Assessment, Delegation
from assessments.progress import Page
from assessments.queries.delegated import title_of
from assessments.queries.prompts import of_page, prompts
from assessments.queries.sheet import Sheet
from assessments.queries.since import since
from assessments.views.loading import assessment_of, case_of, to_case
from assessments.views.prompts import set_aside_marked
from assessments.web.section_form import SectionForm
from assessments.web.section_page import (
    given,
    kept_back,
    lines,
    read_lines,
    saved_words,
    section_form,
)
from audit.refusal import Refused
from cases.views.loading import opened

EVERY = "every"
SOMEBODY_ELSE = (
    "Somebody else has signed in on this computer since the page was opened. Nothing was saved. "
    "Sign in yourself, then save again."
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(
    request: HttpRequest, reference: str, number: int, section: str, person: int | None = None
) -> HttpResponse:
    """One section. Without scripts, “Save and continue” saves what was changed on it."""
    sheet = sheet_of(request, reference, number)
    page = sheet.page(section, person)
    if page is None and _was_asked(sheet, section, person):
        return redirect(to_case("case-assessment", sheet.assessment.case))
    page = found(page)
    if request.method == "POST":
        return _save_and_continue(request, sheet, page)
    if reasons := writing_blockers(sheet.assessment, page, request.user):
        return _draw_to_read(request, sheet, page, reasons)
    return _draw(request, sheet, page, section_form(sheet, page))


def page_of(
    request: HttpRequest, reference: str, number: int, section: str, person: int | None
) -> tuple[Sheet, Page]:
    """The assessment and its page, or a 404."""
    sheet = sheet_of(request, reference, number)
    return sheet, found(sheet.page(section, person))


def sheet_of(request: HttpRequest, reference: str, number: int) -> Sheet:
    return Sheet(assessment_of(case_of(request, reference), number))


def found(page: Page | None) -> Page:
    if page is None:
        raise Http404
    return page


def _was_asked(sheet: Sheet, section: str, person: int | None) -> bool:
    """Of somebody else, before whom it is about was born, died or left: where it stands is said on
    the page of the assessment."""
    return any((row.section, row.person_id) == (section, person) for row in sheet.delegations)


def _save_and_continue(request: HttpRequest, sheet: Sheet, page: Page) -> HttpResponse:
    form = section_form(sheet, page, request.POST)
    whole = form.is_valid()
    result: Saved | None = None
    try:
        refuse_another_writer(request)
        result = save(
            assessment=sheet.assessment, by=request.user, answers=given(sheet, page, request.POST)
        )
    except Refused as refusal:
        form.add_refusals(refusal.reasons)
        whole = False
    if result and result.conflicts:
        form.add_refusals([_asks(result.conflicts)])
    elif whole and "still_right" in request.POST:
        _confirm(request, sheet, page, request.POST["still_right"])
        return redirect(address_of(sheet, page))
    elif whole and "not_relevant" in request.POST:
        set_aside_marked(request, Sheet(sheet.assessment), request.POST["not_relevant"])
        return redirect(address_of(sheet, page))
    elif whole:
        return redirect(address_after(sheet, page, request.user))
    return _draw(request, Sheet(sheet.assessment), page, form, result)


def _confirm(request: HttpRequest, sheet: Sheet, page: Page, part: str) -> None:
    """“Still right”: one answer that was carried over, or every one on the page."""
    parts = [q.key for q in page.questions if part in {EVERY, q.key}]
    found = confirm(assessment=sheet.assessment, by=request.user, page=page, questions=parts)
    messages.success(request, f"Still right: {found} answer{'s' if found != 1 else ''}.")


def refuse_another_writer(request: HttpRequest) -> None:
    """Words typed by one person are not saved in the name of the next at that computer."""
    if request.POST.get("writer", str(request.user.pk)) != str(request.user.pk):
        raise Refused(SOMEBODY_ELSE)


def address_of(sheet: Sheet, page: Page) -> str:
    person = [page.person_id] if page.person_id else []
    return to_case(
        "assessment-section",
        sheet.assessment.case,
        sheet.assessment.pk,
        page.section.key,
        *person,
    )


def address_after(sheet: Sheet, page: Page, by: Any) -> str:
    """The next section, or after the last the page that sends for sign-off; of a section that
    was asked of `by`, where it is handed in."""
    if (asked := out_to(sheet, page, by)) is not None:
        return to_case("section-hand-in", sheet.assessment.case, asked.pk)
    following = sheet.page_after(page)
    if following:
        return address_of(sheet, following)
    return address_of_the_end(sheet.assessment)


def carried_rows(sheet: Sheet) -> list[dict[str, Any]]:
    """The pages on which answers that were carried over wait to be confirmed, with how many."""
    waiting = Counter(
        (row.section, row.person_id) for row in sheet.rows.values() if row.carried_from_id
    )
    return [
        {"title": page.title, "url": address_of(sheet, page), "number": number}
        for page in sheet.pages
        if (number := waiting.get((page.section.key, page.person_id)))
    ]


def prompt_rows(sheet: Sheet, *, to_write: bool = True) -> list[dict[str, Any]]:
    """Every prompt with the page it is about; its address for whoever may write there."""
    known = {(page.section.key, page.person_id): page for page in sheet.pages}
    rows = []
    for prompt in prompts(sheet):
        page = known.get((prompt.section, prompt.person))
        rows.append(
            {
                "sentence": prompt.sentence,
                "mark": prompt.mark,
                "title": page.title if page else "",
                "url": address_of(sheet, page) if page and to_write else "",
            }
        )
    return rows


def address_of_the_end(assessment: Assessment) -> str:
    """Where an assessment is sent for sign-off, or a record is finished."""
    if assessment.form.is_record:
        return to_case("assessment-finish", assessment.case, assessment.pk)
    return to_case("assessment-submit", assessment.case)


def _address_of_the_end_for(assessment: Assessment, by: Any) -> str:
    """Nothing for whoever writes a section and may not send the whole."""
    verb = "finish" if assessment.form.is_record else "submit"
    return "" if by_rule(assessment, verb, by) else address_of_the_end(assessment)


def missing_rows(sheet: Sheet) -> list[dict[str, Any]]:
    """What is missing on each page, with the page's address."""
    found: dict[str, dict[str, Any]] = {}
    for missing in sheet.missing:
        url = address_of(sheet, missing.page)
        row = found.setdefault(url, {"title": missing.page.title, "url": url, "sentences": []})
        row["sentences"].append(missing.sentence)
    return list(found.values())


def out_to(sheet: Sheet, page: Page, by: Any) -> Delegation | None:
    """What was asked of `by` on this page, while it is out."""
    asked = sheet.asked(page)
    return asked if asked and asked.is_out and asked.writer_id == by.pk else None


def asked_rows(sheet: Sheet) -> list[dict[str, Any]]:
    """Who writes what until when, and what became of it. A section that is not asked any more has
    no page, and still stands here."""
    known = {(page.section.key, page.person_id): page for page in sheet.pages}
    return [
        {
            "it": row,
            "title": page.title if page else title_of(row),
            "url": address_of(sheet, page) if page else "",
        }
        for row in sheet.delegations
        for page in [known.get((row.section, row.person_id))]
    ]


def contents(sheet: Sheet, current: Page | None = None) -> list[dict[str, Any]]:
    """The list of sections with their state, for the side of the page."""
    return [
        {
            "title": group.title,
            "note": group.note,
            "pages": [
                {
                    "title": page.short_title,
                    "url": address_of(sheet, page),
                    "state": sheet.states[page],
                    "asked": sheet.asked(page),
                    "current": page == current,
                }
                for page in group.pages
            ],
        }
        for group in sheet.groups
    ]


def _asks(conflicts: list[Conflict]) -> str:
    who = sorted({conflict.theirs.saved_by.name for conflict in conflicts})
    return (
        f"{' and '.join(who)} changed the same words while you were writing. Both versions are "
        "below. Make yours say what is right, then save again."
    )


def _draw(
    request: HttpRequest,
    sheet: Sheet,
    page: Page,
    form: SectionForm,
    result: Saved | None = None,
) -> HttpResponse:
    _looked(request, sheet, page)
    before = since(sheet)
    drawn = lines(sheet, page, form, result, before)
    context = _context(request, sheet, page) | {
        "form": form,
        "kept_back": kept_back(sheet, page),
        "lines": drawn,
        "since": before,
        "carried": sum(len(line.carried) for line in drawn),
        "every": EVERY,
        "saved": saved_words(sheet.saved_at),
        "save_url": f"{address_of(sheet, page)}save/",
        "submit_url": _address_of_the_end_for(sheet.assessment, request.user),
        "comments": sheet.comments,
        "prompts": of_page(prompts(sheet), page),
    }
    return render(request, "assessments/section.html", context)


def _draw_to_read(
    request: HttpRequest, sheet: Sheet, page: Page, reasons: list[str]
) -> HttpResponse:
    _looked(request, sheet, page)
    following = sheet.page_after(page)
    context = _context(request, sheet, page) | {
        "lines": read_lines(sheet, page),
        "reasons": reasons,
        "next_url": address_of(sheet, following) if following else "",
    }
    return render(request, "assessments/section_read.html", context)


def _context(request: HttpRequest, sheet: Sheet, page: Page) -> dict[str, Any]:
    return {
        "asked": sheet.asked(page),
        "mine": out_to(sheet, page, request.user) is not None,
        "may_ask": not by_rule(sheet.assessment, "delegate", request.user),
        "ask_url": f"{address_of(sheet, page)}ask/",
        "case": sheet.assessment.case,
        "assessment": sheet.assessment,
        "page": page,
        "contents": contents(sheet, page),
        "complete": sheet.complete,
        "pages": len(sheet.pages),
    }


def _looked(request: HttpRequest, sheet: Sheet, page: Page) -> None:
    opened(request, sheet.assessment.case, f"Assessment: {page.title}"[:200])
