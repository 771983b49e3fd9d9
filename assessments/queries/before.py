"""What a new assessment of a family starts from, as far as whoever starts it may see it."""

from typing import Any

from assessments.carrying import Held, Source, ways_of_a_record, ways_of_the_last
from assessments.definition import Definition
from assessments.models import Answer, Assessment
from assessments.queries.forms import definition
from cases.models import Case

State = Assessment.State


def last_signed_off(assessment: Assessment, by: Any) -> Assessment | None:
    """The last assessment of this family on the same form that was signed off."""
    rows = Assessment.objects.filter(
        family_id=assessment.family_id,
        form__key=assessment.form.key,
        state=State.SIGNED_OFF,
        case__in=Case.objects.visible_to(by),
    )
    found = rows.exclude(pk=assessment.pk).select_related("form", "case")
    return found.order_by("-completed_on", "-pk").first()


def records_since(assessment: Assessment, last: Assessment | None) -> list[Assessment]:
    """The finished records of this case that no assessment of it has taken up, newest first."""
    rows = Assessment.objects.filter(case_id=assessment.case_id, state=State.FINISHED)
    if last and last.case_id == assessment.case_id:
        rows = rows.filter(completed_on__gte=last.completed_on)
    return list(rows.select_related("form").order_by("-completed_on", "-pk"))


def source_of_a_record(record: Assessment, new: Definition) -> Source:
    return _source(record, ways_of_a_record(definition(record.form), new))


def source_of_the_last(last: Assessment, new: Definition) -> Source:
    return _source(last, ways_of_the_last(definition(last.form), new))


def _source(before: Assessment, ways: Any) -> Source:
    columns = ("pk", "section", "person_id", "question", "value")
    rows = Answer.objects.filter(assessment=before).order_by("pk").values_list(*columns)
    assert before.completed_on  # the database holds it
    return Source(before.pk, before.completed_on, tuple(Held(*row) for row in rows), ways)
