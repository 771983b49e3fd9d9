"""What a new assessment of a family starts from, as far as whoever starts it may see it."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from assessments.carrying import Held, Source, ways_of_the_last, ways_onward
from assessments.definition import Audience, Definition, Purpose
from assessments.models import Answer, Assessment
from assessments.queries.forms import definition
from cases.models import Case, Person

State = Assessment.State
EXPECTED = Q(kind=Person.Kind.UNBORN, died_on__isnull=True)
BORN = Q(kind=Person.Kind.CHILD, died_on__isnull=True)


def last_signed_off(assessment: Assessment, by: Any) -> Assessment | None:
    """The last assessment of this family on the same form that was signed off. One before birth
    goes on from no other pregnancy than the same."""
    rows = _signed_off(assessment, by).filter(form__key=assessment.form.key)
    last = rows.exclude(pk=assessment.pk).first()
    if (
        last
        and assessment.form.purpose == Purpose.UNBORN
        and not (_written_of(last).filter(EXPECTED).exists())
    ):
        return None
    return last


def last_before_birth(
    assessment: Assessment, last: Assessment | None, by: Any
) -> Assessment | None:
    """The last assessment before birth that was signed off, once a baby it was written for is
    born and lives: after a loss there is none. What was signed off before `last` went on in it."""
    if assessment.form.purpose != Purpose.ASSESSMENT:
        return None
    rows = _signed_off(assessment, by).filter(form__purpose=Purpose.UNBORN)
    found = (rows.filter(completed_on__gte=last.completed_on) if last else rows).first()
    return found if found and was_born(found) else None


def unfinished_before_birth(case: Case) -> Assessment | None:
    """The assessment before birth that is being written while its baby has been born already."""
    rows = Assessment.objects.filter(
        case=case, form__purpose=Purpose.UNBORN, state__in=[State.DRAFT, State.RETURNED]
    )
    found = rows.select_related("form").first()
    return found if found and was_born(found) else None


def was_born(before: Assessment) -> bool:
    """Whether a baby that an assessment before birth is about has been born, and lives: one it
    says something of, or, where nothing is written yet, one expected who was born since."""
    if (about := _written_of(before)).exists():
        return about.filter(BORN).exists()
    return Person.objects.filter(
        BORN,
        memberships__family_id=before.family_id,
        memberships__to_date__isnull=True,
        expected_on__isnull=False,
        date_of_birth__gte=before.started_on,
    ).exists()


def _written_of(before: Assessment) -> QuerySet[Person]:
    """Those of whom a section for the unborn says something."""
    sections = [s.key for s in definition(before.form).sections if s.audience == Audience.UNBORN]
    rows = Answer.objects.filter(assessment=before, section__in=sections, person__isnull=False)
    return Person.objects.filter(pk__in=rows.values("person_id"))


def _signed_off(assessment: Assessment, by: Any) -> QuerySet[Assessment]:
    """What was signed off of this family, as far as `by` sees the case; the newest first."""
    rows = Assessment.objects.filter(
        family_id=assessment.family_id,
        state=State.SIGNED_OFF,
        case__in=Case.objects.visible_to(by),
    )
    return rows.select_related("form", "case").order_by("-completed_on", "-pk")


def records_since(assessment: Assessment, last: Assessment | None) -> list[Assessment]:
    """The finished records of this case that no assessment of it has taken up, newest first."""
    rows = Assessment.objects.filter(case_id=assessment.case_id, state=State.FINISHED)
    if last and last.case_id == assessment.case_id:
        rows = rows.filter(completed_on__gte=last.completed_on)
    return list(rows.select_related("form").order_by("-completed_on", "-pk"))


def source_onward(before: Assessment, new: Definition, on: date | None = None) -> Source:
    """A record or an assessment before birth; `on`: the day an unfinished one went on."""
    return _source(before, ways_onward(definition(before.form), new), on)


def source_of_the_last(last: Assessment, new: Definition) -> Source:
    return _source(last, ways_of_the_last(definition(last.form), new))


def _source(before: Assessment, ways: Any, on: date | None = None) -> Source:
    columns = ("pk", "section", "person_id", "question", "value")
    rows = Answer.objects.filter(assessment=before).order_by("pk").values_list(*columns)
    day = before.completed_on or on
    assert day  # the database holds it of what is complete
    return Source(before.pk, day, tuple(Held(*row) for row in rows), ways)
