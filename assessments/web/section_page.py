"""A section's page, ready to be drawn: its questions, and what two people both changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import BoundField
from django.utils import timezone

from assessments.actions.answering import Conflict, Given, Saved
from assessments.adult_information import NOT_SHOWN
from assessments.answers import Typed, fault, in_words, read
from assessments.definition import Question
from assessments.models import Answer
from assessments.progress import Page
from assessments.queries.sheet import Sheet
from assessments.queries.since import Changed, Since
from assessments.web.section_form import (
    SectionForm,
    drawn,
    is_touched,
    main_box,
    seen_version,
)
from cases.models import Dispute


@dataclass(frozen=True)
class Clash:
    """Both versions of an answer, for the person to choose."""

    part: str
    question: str
    who: str
    at: datetime
    theirs: list[str]
    mine: list[str]


@dataclass(frozen=True)
class Line:
    """One question on the page, with those its answer opens."""

    part: str
    box: BoundField
    guidance: str = ""
    drawn: list[tuple[str, str]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    carried: list["Mark"] = field(default_factory=list)
    before: Changed | None = None  # what it was in the last assessment, where that was different


@dataclass(frozen=True)
class Mark:
    """Beside an answer that was carried over: which, and from where."""

    part: str
    question: str
    words: str


@dataclass(frozen=True)
class ReadLine:
    """One question and its answer, to read."""

    question: str
    answer: list[str]
    by: str = ""
    at: datetime | None = None
    beside: list[Dispute] = field(default_factory=list)  # what the person says of it
    carried: str = ""


def section_form(sheet: Sheet, page: Page, data: Any = None) -> SectionForm:
    """The form of a page with what is answered, or with what was typed."""
    values = {q.key: page.value(sheet.values, q.key) for q in page.questions}
    return SectionForm(page, values, data)


def lines(
    sheet: Sheet,
    page: Page,
    form: SectionForm,
    result: Saved | None = None,
    before: Since | None = None,
) -> list[Line]:
    """The questions of a page in order; those an answer opens stand with that answer's.

    After a save the page goes on from the answers that were saved or are shown with it; from
    the others as before, so that what was not touched can never undo what others wrote.
    """
    conflicts = result.conflicts if result else []
    clashes = {conflict.given.question: clash(page, conflict) for conflict in conflicts}
    marks = {part: form.data.get(f"{part}-drawn", "") for part in _unsaved(page, form, result)}
    was = before.of_page(page) if before else {}
    return [
        Line(
            part=question.key,
            box=form[main_box(question)],
            guidance=page.say(question.guidance),
            drawn=[
                (f"{part.key}-drawn", marks.get(part.key) or drawn(sheet.row(page, part.key)))
                for part in _with_opened(page, question)
            ],
            clashes=[
                clashes[part.key] for part in _with_opened(page, question) if part.key in clashes
            ],
            carried=list(_marks(sheet, page, _with_opened(page, question))),
            before=was.get(question.key),
        )
        for question in page.questions
        if question.only_if is None and not sheet.keeps_back(page, question.key)
    ]


def _marks(sheet: Sheet, page: Page, questions: list[Question]) -> Iterator[Mark]:
    for question in questions:
        row = sheet.row(page, question.key)
        if row and row.pk in sheet.carried:
            yield Mark(question.key, page.say(question.words), sheet.carried[row.pk])


def clash(page: Page, conflict: Conflict) -> Clash:
    question = page.section.question(conflict.given.question)
    assert question
    theirs: Answer = conflict.theirs
    return Clash(
        part=question.key,
        question=page.say(question.words),
        who=theirs.saved_by.name,
        at=theirs.saved_at,
        theirs=in_words(question, theirs.value),
        mine=in_words(question, conflict.given.value),
    )


def read_lines(sheet: Sheet, page: Page) -> list[ReadLine]:
    """The questions of a page that are asked, with their answers in words."""
    return [
        ReadLine(
            question=page.say(question.words),
            answer=[NOT_SHOWN]
            if sheet.keeps_back(page, question.key)
            else in_words(question, page.value(sheet.values, question.key)),
            by=row.saved_by.name if row else "",
            at=row.saved_at if row else None,
            beside=sheet.beside.get(row.pk, []) if row else [],
            carried=sheet.carried.get(row.pk, "") if row else "",
        )
        for question in page.asked_now(sheet.values)
        for row in [sheet.row(page, question.key)]
    ]


def kept_back(sheet: Sheet, page: Page) -> list[str]:
    """The questions of a page whose answer is not shown to whoever reads, and so not asked."""
    return [page.say(q.words) for q in page.questions if sheet.keeps_back(page, q.key)]


def given(
    sheet: Sheet, page: Page, typed: Typed, parts: Iterable[str] | None = None
) -> list[Given]:
    """What somebody changed on the page and what can be kept of it; of these parts, or of all."""
    wanted = None if parts is None else set(parts)
    return [
        Given(page.section.key, page.person_id, question.key, value, seen_version(typed, question))
        for question in page.questions
        if (wanted is None or question.key in wanted)
        and not sheet.keeps_back(page, question.key)
        and is_touched(typed, question)
        and not fault(question, value := read(question, typed))
    ]


def saved_words(moment: datetime | None) -> str:
    """ "Saved at 14:32", with its day where that is not today."""
    if moment is None:
        return "Nothing saved yet"
    local = timezone.localtime(moment)
    day = "" if local.date() == timezone.localdate() else f" on {local.day} {local:%B %Y}"
    return f"Saved{day} at {local:%H:%M}"


def _unsaved(page: Page, form: SectionForm, result: Saved | None) -> set[str]:
    if not form.is_bound:
        return set()
    known = {row.question for row in result.saved} if result else set()
    known |= {conflict.given.question for conflict in result.conflicts} if result else set()
    return {question.key for question in page.questions} - known


def _with_opened(page: Page, question: Question) -> list[Question]:
    opened = [q for q in page.questions if q.only_if and q.only_if.question == question.key]
    return [question, *opened]
