"""Filling a new assessment with what was answered before, and confirming that it still holds."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.acting import reach_of
from assessments.actions.keeping import locked_assessment
from assessments.adult_information import of_answer
from assessments.blocking import NOT_THIS_SECTION, blockers, may_write_on, sections_out_to
from assessments.carrying import Carried, Source, Spot, carried
from assessments.definition import Section
from assessments.models import Answer, Assessment
from assessments.progress import Page
from assessments.queries.before import (
    last_before_birth,
    last_signed_off,
    records_since,
    source_of_the_last,
    source_onward,
)
from assessments.queries.sheet import Sheet
from audit.actions.recording import record
from audit.refusal import refuse_if
from cases.actions.sharing.withholding import withhold_alike
from cases.actions.timing.moments import moment_on


def fill(*, assessment: Assessment, by: Any, on: date, goes_on: Assessment | None = None) -> None:
    """Write into a new assessment what is known already: what this case's records and last
    assessment say, the newest first; then what was sent with the request; then what was signed
    off in an earlier case. `goes_on`: the unfinished assessment before birth that this one goes
    on from. Called by the verb that starts it, within its transaction.
    """
    sheet = Sheet(assessment)
    last = None if assessment.form.is_record else last_signed_off(assessment, by)
    of_this_case, of_another = _sources(sheet, last, by)
    if goes_on:
        of_this_case = [source_onward(goes_on, sheet.definition, on), *of_this_case]
    asked = {(p.section.key, p.person_id, q.key) for p in sheet.pages for q in p.questions}
    made = _carry(sheet, carried(of_this_case, asked), by)
    made |= _write_what_was_sent(sheet, made, by, on)
    made |= _carry(sheet, carried(of_another, asked, made), by)
    if last and Answer.objects.filter(assessment=assessment, carried_from=last).exists():
        assessment.change(follows=last)


@transaction.atomic
def confirm(*, assessment: Assessment, by: Any, page: Page, questions: Iterable[str]) -> int:
    """Say that answers of a page that were carried over still hold; how many there were. The words
    stay whose they were.

    Raises Refused where `by` may not write there.
    """
    assessment = locked_assessment(assessment)
    refuse_if(blockers(assessment, "write", by))
    own = sections_out_to(assessment, by)
    refuse_if([] if may_write_on(page, own) else [NOT_THIS_SECTION])
    rows = Answer.objects.filter(
        assessment=assessment,
        section=page.section.key,
        person=page.person_id,
        question__in=list(questions),
        carried_from__isnull=False,
    )
    found = [row.change(carried_from=None, carried_on=None) for row in rows.select_for_update()]
    if found:
        record(
            "assessment.confirmed",
            assessment,
            f"Still right, of what was carried over: {len(found)} in {page.title}"[:500],
            by=by,
            case_id=assessment.case_id,
            family_id=assessment.family_id,
        )
    return len(found)


def _sources(sheet: Sheet, last: Assessment | None, by: Any) -> tuple[list[Source], list[Source]]:
    """Of this case, and of an earlier one. What is kept from whoever reads is not among them: and
    who is kept from anything carries nothing, because the marks on it are not theirs to read."""
    assessment, new = sheet.assessment, sheet.definition
    if assessment.form.is_record or reach_of(by).withheld:
        return [], []
    found = [source_onward(row, new) for row in records_since(assessment, last)]
    earlier: list[Source] = []
    for row, source in (
        (last, source_of_the_last),
        (last_before_birth(assessment, last, by), source_onward),
    ):
        if row:
            (found if row.case_id == assessment.case_id else earlier).append(source(row, new))
    return _newest_first(found), _newest_first(earlier)


def _newest_first(sources: list[Source]) -> list[Source]:
    return sorted(sources, key=lambda one: one.on, reverse=True)


def _write_what_was_sent(sheet: Sheet, taken: set[Spot], by: Any, on: date) -> set[Spot]:
    """What the case says already, into the questions that ask for it."""
    assessment, moment = sheet.assessment, moment_on(on)
    rows = [
        Answer(
            assessment=assessment,
            case_id=assessment.case_id,
            section=section.key,
            question=question.key,
            value=words,
            saved_at=moment,
            saved_by=by,
            saved_by_agency_id=by.agency_id,
            about_an_adult=of_answer(section, question, words),
        )
        for section in sheet.definition.sections
        for question in section.questions
        if question.prefill
        and (section.key, None, question.key) not in taken
        and (words := getattr(assessment.case, question.prefill).strip())
    ]
    return {(row.section, None, row.question) for row in Answer.objects.bulk_create(rows)}


def _carry(sheet: Sheet, along: list[Carried], by: Any) -> set[Spot]:
    """Write what comes along, in the name of whoever wrote it, with the marks that were on it."""
    before = Answer.objects.in_bulk([one.held.id for one in along])
    pairs = [(one, before[one.held.id]) for one in along]
    rows = {
        was.pk: row
        for one, was in pairs
        if (row := _copy(sheet, one, was)) and not _not_theirs_to_carry(row, by)
    }
    Answer.objects.bulk_create(rows.values())
    withhold_alike(
        case=sheet.assessment.case,
        by=by,
        kind=Answer._meta.label_lower,
        rows={number: row.pk for number, row in rows.items()},
    )
    return {(row.section, row.person_id, row.question) for row in rows.values()}


def _copy(sheet: Sheet, one: Carried, was: Answer) -> Answer:
    section = sheet.definition.section(one.section)
    assert section
    return Answer(
        assessment=sheet.assessment,
        case_id=sheet.assessment.case_id,
        section=one.section,
        person_id=one.person,
        question=one.question,
        value=one.value,
        saved_at=was.saved_at,
        saved_by_id=was.saved_by_id,
        saved_by_agency_id=was.saved_by_agency_id,
        about_an_adult=was.about_an_adult or _of_an_adult(section, one),
        carried_from_id=one.source.id,
        carried_on=one.source.on,
    )


def _of_an_adult(section: Section, one: Carried) -> bool:
    question = section.question(one.question)
    return bool(question and of_answer(section, question, one.value))


def _not_theirs_to_carry(row: Answer, by: Any) -> bool:
    """An adult's own information that was only given to an agency stays where it was given."""
    partner = reach_of(by).partner
    return bool(row.about_an_adult and partner and row.saved_by_agency_id != by.agency_id)
