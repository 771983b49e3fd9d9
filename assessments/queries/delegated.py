"""The sections that others are asked to write: who writes what until when, and what has come."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.definition import for_person
from assessments.models import Answer, Assessment, Delegation
from assessments.queries.forms import definition
from cases.extensions import Task
from cases.models import Case
from cases.queries.asked import led_or_covered_by
from cases.queries.written_once import read_by

STILL_ASKED = Q(person=None) | Q(person__died_on=None)  # after a death nobody is reminded
WRITING = [Assessment.State.DRAFT, Assessment.State.RETURNED]


def delegations_of(assessment: Assessment) -> list[Delegation]:
    """Every section of an assessment that was ever given to somebody, the newest first."""
    rows = Delegation.objects.filter(assessment=assessment).select_related(
        "writer", "agency", "asked_by", "ended_by", "person"
    )
    found = list(rows.order_by("-asked_at", "-pk"))
    for row in found:
        row.assessment = assessment
    return found


def handed_in(assessment: Assessment) -> dict[tuple[str, int | None], Delegation]:
    """Who handed in a section last, by the section and whom it is about."""
    rows = Delegation.objects.filter(assessment=assessment, handed_in_at__isnull=False)
    found = rows.select_related("writer", "agency").order_by("handed_in_at", "pk")
    return {(row.section, row.person_id): row for row in found}


def title_of(row: Delegation) -> str:
    """The section's title, with the name of whom it is about."""
    section = definition(row.assessment.form).section(row.section)
    title = section.title if section else row.section
    return for_person(title, row.person.name) if row.person else title


def nothing_written(row: Delegation) -> bool:
    """Whether nothing has been saved of the section yet, as far as its writer reads it."""
    answers = Answer.objects.filter(
        assessment=row.assessment_id, section=row.section, person=row.person_id
    )
    return not any(answer.value for answer in answers)


def leads_of(case: Case) -> list[User]:
    rows = User.objects.filter(allocations__case=case, allocations__ended_at__isnull=True)
    return list(rows)


def tasks_of(user: Any) -> list[Task]:
    """What this person is asked to write, and what was handed in to them where they lead or cover.
    Named in settings.TASKS."""
    return [_task(row) for row in _ASKED(user)]


def _asked(user: Any) -> QuerySet[Delegation]:
    mine = Q(Delegation.OUT, STILL_ASKED, writer=user.pk, assessment__state__in=WRITING)
    came = Q(led_or_covered_by(user), handed_in_at__isnull=False, read_at__isnull=True)
    rows = Delegation.objects.filter(mine | came, case__in=Case.objects.visible_to(user).live())
    related = rows.select_related("assessment__form", "case__family", "person", "writer", "agency")
    return related.order_by("due_on", "pk")


_ASKED = read_by(_asked)


def address_of(row: Delegation) -> str:
    """The page of the section."""
    person = [row.person_id] if row.person_id else []
    where = [row.case.reference, row.assessment_id, row.section, *person]
    return reverse("assessment-section", args=where)


def _task(row: Delegation) -> Task:
    if row.handed_in_at is None:
        said, due = f"Write “{title_of(row)}”", row.due_on
        return Task(f"section-{row.pk}", "Write a section of an assessment", said, due, *_of(row))
    said = f"{row.writer.name}, {row.agency}, handed in “{title_of(row)}”"
    came: date = timezone.localdate(row.handed_in_at)
    return Task(f"came-{row.pk}", "Read a section", said, came, *_of(row), is_due=False)


def _of(row: Delegation) -> tuple[str, str, str]:
    return row.case.family.name, row.case.reference, address_of(row)
