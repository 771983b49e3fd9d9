"""Writing answers, by one person or by several at once.

Every answer has a version. An answer is written if it still has the version its writer saw, so
that different answers of two people come together and nobody's words are overwritten unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments.actions.keeping import locked_assessment
from assessments.adult_information import of_answer
from assessments.answers import Value, fault
from assessments.blocking import (
    NOT_THIS_SECTION,
    blockers,
    may_write_on,
    sections_out_to,
)
from assessments.models import Answer, Assessment
from assessments.progress import Page
from assessments.queries.sheet import Sheet
from audit.actions.recording import record
from audit.models import Event
from audit.refusal import Refused, refuse_if

ONE_EVENT = timedelta(hours=1)  # saves of one person in one section within it are one event
KEPT_BACK = "Something recorded here is not shown to you. Ask the council’s lead to change it."
UNKNOWN = "This question is not in the assessment any more. Reload the page."


class Given(NamedTuple):
    """An answer as somebody gives it, on the version they saw (0: there was none)."""

    section: str
    person: int | None
    question: str
    value: Value
    expected: int


@dataclass(frozen=True)
class Conflict:
    """An answer that somebody else has changed meanwhile. It was not written."""

    given: Given
    theirs: Answer


@dataclass
class Saved:
    """What became of a save."""

    at: datetime
    saved: list[Answer] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@transaction.atomic
def save(
    *, assessment: Assessment, by: Any, answers: Iterable[Given], at: datetime | None = None
) -> Saved:
    """Write the answers that nobody else has changed meanwhile, and hand back the others.

    An answer that is already as given counts as saved, so sending again does no harm. Raises
    Refused, and writes nothing, where `by` may not write or a value cannot be an answer.
    """
    assessment = locked_assessment(assessment)
    refuse_if(blockers(assessment, "write", by))
    sheet, result = Sheet(assessment), Saved(at or timezone.now())
    own = sections_out_to(assessment, by)
    touched: dict[Page, None] = {}
    for given in (Given(*row) for row in answers):
        page = _judged(sheet, given)
        refuse_if([] if may_write_on(page, own) else [NOT_THIS_SECTION])
        theirs = sheet.row(page, given.question)
        if theirs is None and given.value is None:
            continue
        if theirs is not None and not _may_replace(theirs, given):
            result.conflicts.append(Conflict(given, theirs))
            continue
        result.saved.append(_write(page, assessment, theirs, given, by, result.at))
        touched[page] = None
    for page in touched:
        _note(assessment, page, by, result.at)
    return result


def _judged(sheet: Sheet, given: Given) -> Page:
    page = sheet.page(given.section, given.person)
    question = page and page.section.question(given.question)
    if page is None or question is None or question not in page.questions:
        raise Refused(UNKNOWN)
    if sheet.keeps_back(page, given.question):
        raise Refused(KEPT_BACK)
    if problem := fault(question, given.value):
        raise Refused(f"{page.say(question.words)} {problem}")
    return page


def _may_replace(theirs: Answer, given: Given) -> bool:
    return theirs.version == given.expected or theirs.value == given.value


def _write(
    page: Page, assessment: Assessment, was: Answer | None, given: Given, by: Any, at: datetime
) -> Answer:
    question = page.section.question(given.question)
    assert question
    written = {
        "value": given.value,
        "saved_at": at,
        "saved_by": by,
        "saved_by_agency_id": by.agency_id,
        "about_an_adult": of_answer(page.section, question, given.value),
        "carried_from": None,  # whoever edits it has made it theirs
        "carried_on": None,
    }
    if was is None:
        return Answer.objects.create(
            assessment=assessment,
            case_id=assessment.case_id,
            section=given.section,
            person_id=given.person,
            question=given.question,
            **written,
        )
    if was.value == given.value:
        return was
    return was.change(**written)


def _note(assessment: Assessment, page: Page, by: Any, at: datetime) -> None:
    """One event for a sitting, not one for every few words."""
    details: dict[str, Any] = {"section": page.section.key, "person": page.person_id}
    recent = Event.objects.filter(
        subject=assessment._meta.label_lower,
        subject_id=assessment.pk,
        verb="assessment.written",
        actor_id=by.pk,
        at__gt=at - ONE_EVENT,
        details=details,
    )
    if not recent.exists():
        record(
            "assessment.written",
            assessment,
            f"Assessment written: {page.title}",
            by=by,
            case_id=assessment.case_id,
            family_id=assessment.family_id,
            **details,
        )
