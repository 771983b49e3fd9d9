"""Saving while somebody types: changed answers come in, what became of them goes out."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.actions.answering import Conflict, Saved, save
from assessments.answers import boxes, fault, read
from assessments.progress import Page
from assessments.views.section import page_of, refuse_another_writer
from assessments.web.section_form import drawn
from assessments.web.section_page import clash, given
from audit.directions import isolated
from audit.refusal import Refused
from audit.web.directions import fragment

SIGNED_OUT = "Not saved. Sign in again in another tab; your words are still here."


@require_POST
def save_answers(
    request: HttpRequest, reference: str, number: int, section: str, person: int | None = None
) -> JsonResponse:
    """Save the changed answers of a section. JSON:

    `saved_at` is "14:32"; `drawn` has, for each saved part, the mark it is now drawn from;
    `own` names those that are not, or no longer, as they were carried over; `conflicts` has, for
    each part somebody else changed too, both versions as HTML and theirs as boxes (status 409);
    `message` says what could not be saved (400, 401, 409).
    """
    if not request.user.is_authenticated:
        return JsonResponse({"message": SIGNED_OUT}, status=401)
    sheet, page = page_of(request, reference, number, section, person)
    parts = request.POST.getlist("changed")
    try:
        refuse_another_writer(request)
        result = save(
            assessment=sheet.assessment,
            by=request.user,
            answers=given(sheet, page, request.POST, parts),
        )
    except Refused as refusal:
        return JsonResponse({"message": isolated(f"Not saved. {refusal}")}, status=409)
    return _answer(request, page, result, parts)


def _answer(request: HttpRequest, page: Page, result: Saved, parts: list[str]) -> JsonResponse:
    problems = _problems(request, page, set(parts))
    answer = {
        "saved_at": f"{timezone.localtime(result.at):%H:%M}",
        "drawn": {row.question: drawn(row) for row in result.saved},
        "own": [row.question for row in result.saved if row.carried_from_id is None],
        "conflicts": [_conflict(request, page, conflict) for conflict in result.conflicts],
    }
    if result.conflicts:
        answer["message"] = "Not all saved: somebody changed the same words. Choose below."
    elif problems:
        answer["message"] = " ".join(["Not all saved.", *problems.values()])
    return JsonResponse(answer, status=409 if result.conflicts else 400 if problems else 200)


def _problems(request: HttpRequest, page: Page, parts: set[str]) -> dict[str, str]:
    """What was typed and cannot be kept, by part."""
    found = {q.key: fault(q, read(q, request.POST)) for q in page.questions if q.key in parts}
    return {part: problem for part, problem in found.items() if problem}


def _conflict(request: HttpRequest, page: Page, conflict: Conflict) -> dict[str, Any]:
    question = page.section.question(conflict.given.question)
    assert question
    both = clash(page, conflict)
    return {
        "part": question.key,
        "html": fragment(request, "assessments/clash.html", clash=both, by_script=True),
        "drawn": drawn(conflict.theirs),
        "boxes": boxes(question, conflict.theirs.value),
    }
