"""Asking somebody of the team to write a section, and what becomes of it."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.actions.keeping import locked_assessment, locked_case
from assessments.blocking import (
    blockers,
    handing_in_blockers,
    reading_blockers,
    taking_back_blockers,
    writer_blockers,
)
from assessments.models import Answer, Assessment, Delegation
from assessments.progress import Page
from assessments.queries.delegated import leads_of, title_of
from audit.actions.posting import addresses_of, post
from audit.actions.recording import record
from audit.refusal import Refused, refuse_if
from cases.models import Case, Person

AGAIN = "Say why it goes to somebody else, or out again, before you ask."
TEXT = "{said}\n\n{url}\nYou are asked to sign in. This letter names nobody of the family."


@transaction.atomic
def ask(
    *,
    assessment: Assessment,
    page: Page,
    writer: Any,
    by: Any,
    question: str,
    due_on: date,
    why_again: str = "",
) -> Delegation:
    """Ask somebody of the Team Around the Family to write a section, by a day.

    Where it is out to somebody, it is taken back from them for the reason given. Raises Refused
    where `by` may not ask, or the writer could not write it.
    """
    assessment = locked_assessment(assessment)
    refuse_if(blockers(assessment, "delegate", by) or writer_blockers(assessment.case, writer))
    if due_on < timezone.localdate():
        raise Refused("The day by which it is wanted must be today or in the future.")
    _make_way(assessment, page, by, why_again)
    row = Delegation.objects.create(
        assessment=assessment,
        case_id=assessment.case_id,
        section=page.section.key,
        person_id=page.person_id,
        writer=writer,
        agency=writer.agency,
        question=question.strip(),
        due_on=due_on,
        asked_by=by,
        asked_at=timezone.now(),
    )
    _note("asked", row, f"{writer.name} was asked to write “{page.title}”", by)
    said = f"{by.name} asks you to write a section of an assessment by {due_on:%-d %B %Y}."
    _tell(row, [writer], "Early help: you are asked to write a section", said, by)
    return row


@transaction.atomic
def hand_in(*, delegation: Delegation, by: Any, note: str = "") -> Delegation:
    """Give a section back to the lead, written. From then on its writer does not change it."""
    row = _locked(delegation)
    refuse_if(handing_in_blockers(row, by))
    if not note.strip() and not _written(row):
        raise Refused("Nothing is written in this section. Write it, or say here why not.")
    row.change(handed_in_at=timezone.now(), note=note.strip())
    _note("handed_in", row, f"“{title_of(row)}” was handed in", by)
    said = f"{by.name} has handed in the section of an assessment that you asked for."
    _tell(row, leads_of(row.case) or [row.asked_by], "Early help: a section has come", said, by)
    return row


@transaction.atomic
def take_back(*, delegation: Delegation, by: Any, why: str) -> Delegation:
    """Ask for a section no longer, with the reason. What was written in it stays."""
    row = _locked(delegation)
    refuse_if(taking_back_blockers(row, by))
    _end(row, by, why)
    return row


@transaction.atomic
def note_read(*, delegation: Delegation, by: Any) -> Delegation:
    """The lead has read what was handed in; it is no longer among what came. Said again, nothing
    happens."""
    row = _locked(delegation)
    refuse_if(reading_blockers(row, by))
    if row.read_at is None:
        row.change(read_at=_read_at(row))
        _note("read", row, f"“{title_of(row)}” was read", by)
    return row


def end_all(assessment: Assessment, by: Any, why: str) -> None:
    """Take back everything of an assessment that is out: nobody writes in it any more."""
    for row in _out(assessment=assessment):
        _end(row, by, why)


def end_those_of(case: Case, writer: Any, by: Any, why: str) -> None:
    """Take back what is out to somebody who leaves the team."""
    for row in _out(case=case, writer=writer):
        _end(row, by, why)


def end_those_about(case: Case, person: Person, by: Any, why: str) -> None:
    """Take back what is out about somebody who was born, has died or left the family: nobody is
    asked for that section now, nor reminded of it. Named in settings.PERSON_STEPS."""
    for row in _out(case=case, person=person):
        _end(row, by, why)


def _out(**which: Any) -> list[Delegation]:
    rows = Delegation.objects.select_for_update(of=("self",)).filter(Delegation.OUT, **which)
    return list(rows.select_related("writer", "person", "assessment__form", "case__family"))


def _make_way(assessment: Assessment, page: Page, by: Any, why: str) -> None:
    here = {"section": page.section.key, "person_id": page.person_id}
    for row in _out(assessment=assessment, **here):
        if not why.strip():
            raise Refused(AGAIN)
        _end(row, by, why)
    came = Delegation.objects.filter(assessment=assessment, read_at=None, **here)
    for row in came.filter(handed_in_at__isnull=False):
        row.change(read_at=_read_at(row))  # whoever asks again has read it


def _end(row: Delegation, by: Any, why: str) -> None:
    if not why.strip():
        raise Refused("Say why the section is no longer asked for.")
    row.change(ended_at=timezone.now(), ended_by=by, why_ended=why.strip())
    said = f"“{title_of(row)}” is no longer asked of {row.writer.name}"
    _note("taken_back", row, said, by, why.strip())
    said = "A section of an assessment is no longer asked of you."
    _tell(row, [row.writer], "Early help: a section is no longer asked of you", said, by)


def _written(row: Delegation) -> bool:
    answers = Answer.objects.filter(
        assessment=row.assessment_id, section=row.section, person=row.person_id
    )
    return answers.exclude(value=None).exists()


def _locked(delegation: Delegation) -> Delegation:
    """Behind the lock of its case, so that nobody submits meanwhile."""
    locked_case(delegation.case)
    rows = Delegation.objects.select_for_update(of=("self",)).select_related(
        "assessment__form", "assessment__case__locality", "case__locality", "person", "writer"
    )
    return rows.select_related("asked_by", "case__family").get(pk=delegation.pk)


def _note(verb: str, row: Delegation, said: str, by: Any, reason: str = "") -> None:
    record(
        f"assessment.section_{verb}",
        row,
        said[:500],
        by=by,
        case_id=row.case_id,
        family_id=row.assessment.family_id,
        reason=reason,
        **({"person": row.person_id} if row.person_id else {}),
    )


def _tell(row: Delegation, to: list[Any], subject: str, said: str, by: Any) -> None:
    """By letter, without a name of the family: to whoever can still sign in."""
    url = settings.SITE_URL + reverse("case-assessment", args=[row.case.reference])
    post(
        to=addresses_of(to, but=by),
        subject=subject,
        text=TEXT.format(said=said, url=url),
        by=by,
        key=f"section {row.pk} {row.version}",
    )


def _read_at(row: Delegation) -> datetime:
    """Now, and not before it was handed in by the clock of another machine."""
    now = timezone.now()
    return max(now, row.handed_in_at or now)
