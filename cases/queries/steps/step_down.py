"""Step-downs with what the records show of them: the first TAF, what is taken up, who leads.

Plans and meetings are shown from what other rooms left; nothing is decided on them.
"""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from cases.models import Case, Document, StepDown, StepDownAction
from cases.queries.parts import lead_name
from cases.rules.step_down_checklist import Records, gap


def with_records(rows: QuerySet[StepDown]) -> QuerySet[StepDown]:
    """Step-downs with what `records_of` reads, in the same query."""
    files = Document.objects.filter(
        case=OuterRef("case"), added_at__date__lte=OuterRef("received_on")
    )
    return rows.annotate(
        held_found=_first_held(),
        planned_found=_next_planned(),
        lead_found=lead_name("case"),
        left_found=_actions(),
        waiting_found=_actions(taken_up_by=None, set_aside=None),
        files_found=Exists(files),
    )


def step_down_of(case: Case) -> StepDown | None:
    """The newest step-down of a case, with its records."""
    return with_records(StepDown.objects.filter(case=case)).order_by("-pk").first()


def records_of(step_down: StepDown) -> Records:
    """What the records show of a step-down that `with_records` read."""
    found = step_down.__dict__
    return Records(
        closes_on=step_down.closes_on,
        taf_on=found["held_found"] or found["planned_found"],
        taf_held=found["held_found"] is not None,
        lead=found["lead_found"] or "",
        left=found["left_found"] or 0,
        waiting=found["waiting_found"] or 0,
        last_meeting_on=step_down.last_meeting_on,
        plan_came=bool(step_down.plan) or found["files_found"],
    )


def gap_ahead(step_down: StepDown) -> str:
    """The gap in words, as long as it can still be mended: no TAF meeting was held yet."""
    records = records_of(step_down)
    return "" if records.taf_held else gap(records)


def to_see_to() -> Q:
    """Step-downs whose checklist is not complete, or with a gap that can still be mended."""
    too_late = Q(planned_found=None) | Q(closes_on=None) | Q(planned_found__gt=F("closes_on"))
    return Q(checked_at=None) | Q(too_late, held_found=None)


def newest(rows: QuerySet[StepDown]) -> QuerySet[StepDown]:
    """Of each case its last step-down: an earlier one is history."""
    later = StepDown.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    return rows.exclude(Exists(later))


def _first_held() -> Subquery:
    rows = Case.objects.filter(
        pk=OuterRef("case_id"), reviews__held_on__gte=OuterRef("received_on")
    )
    return _day(rows, "reviews__held_on")


def _next_planned() -> Subquery:
    rows = Case.objects.filter(
        pk=OuterRef("case_id"),
        planned_meetings__isnull=False,
        planned_meetings__called_off_at=None,
        planned_meetings__review=None,
    )
    return _day(rows, TruncDate("planned_meetings__starts_at"))


def _day(rows: Any, day: Any) -> Subquery:
    found = rows.annotate(day=day if not isinstance(day, str) else F(day)).order_by("day")
    return Subquery(found.values("day")[:1])


def _actions(**which: Any) -> Subquery:
    rows = StepDownAction.objects.filter(step_down=OuterRef("pk"), **which).order_by()
    return Subquery(rows.values("step_down").annotate(found=Count("pk")).values("found"))
