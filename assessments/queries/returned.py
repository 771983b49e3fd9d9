"""Assessments that were returned: for whoever writes them on, and what has changed since for
whoever signs them off."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from assessments.answers import in_words
from assessments.models import Answer, Assessment, SignOff
from assessments.queries.sheet import Sheet
from assessments.queries.since import Changed
from audit.models import Change
from cases.extensions import Task
from cases.models import Case
from cases.queries.asked import led_or_covered_by
from cases.queries.written_once import read_by

TABLE = Answer._meta.db_table


@dataclass(frozen=True)
class SinceReturn:
    """The last return with its comments, and each answer that is another now."""

    back: SignOff
    changed: tuple[Changed, ...]


def tasks_of(user: Any) -> list[Task]:
    """What was returned to somebody who leads or covers, until it is sent again. Named in
    settings.TASKS."""
    return [_task(row) for row in _RETURNED(user)]


def _returned(user: Any) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(
        led_or_covered_by(user),
        state=Assessment.State.RETURNED,
        case__in=Case.objects.visible_to(user).live(),
    )
    back = SignOff.objects.filter(assessment=OuterRef("pk"), verdict=SignOff.Verdict.RETURNED)
    last = Subquery(back.order_by("-at", "-pk").values("at")[:1])
    return rows.select_related("form", "case__family").annotate(back_at=last).order_by("pk")


_RETURNED = read_by(_returned)


def _task(row: Any) -> Task:
    said = f"{row.kind_title}: returned with comments. Change it and send it again"
    came, of = timezone.localdate(row.back_at), row.case
    where = reverse("case-assessment", args=[of.reference])
    kind = "Write an assessment that was returned"
    return Task(f"returned-{row.pk}", kind, said, came, of.family.name, of.reference, where,
                is_due=False)  # fmt: skip


def since_the_return(sheet: Sheet) -> SinceReturn | None:
    """From the history, which people of the council read. None: it was never returned."""
    verdicts = sheet.assessment.sign_offs.filter(verdict=SignOff.Verdict.RETURNED)
    back = verdicts.select_related("by").order_by("-at", "-pk").first()
    if back is None:
        return None
    then = _values_at(sheet, back)
    return SinceReturn(
        back,
        tuple(
            Changed(page, question, in_words(question, then[row.pk]), in_words(question, row.value))
            for page in sheet.pages
            for question in page.questions
            for row in [sheet.row(page, question.key)]
            if row and row.pk in then and then[row.pk] != row.value
        ),
    )


def _values_at(sheet: Sheet, back: SignOff) -> dict[int, Any]:
    """What each answer was that has been written since: by its number. Since is told by the order
    of the history, which one clock writes; the return’s own time is of another machine."""
    history = Change.objects.filter(case_id=sheet.assessment.case_id)
    returned = history.filter(table=SignOff._meta.db_table, row_id=back.pk)
    first = returned.order_by("id").values_list("id", flat=True).first()
    since = Q(id__gt=first) if first else Q(at__gt=back.at)  # loaded in bulk: known by its day
    rows = history.filter(since, table=TABLE, row_id__in=[row.pk for row in sheet.rows.values()])
    found: dict[int, Any] = {}
    for number, before, after in rows.order_by("id").values_list("row_id", "before", "after"):
        if "value" in (before or {}) or "value" in (after or {}):
            found.setdefault(number or 0, (before or {}).get("value"))
    return found
