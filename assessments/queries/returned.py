"""What changed in an assessment since its manager returned it: for whoever signs it off."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from assessments.answers import in_words
from assessments.models import Answer, SignOff
from assessments.queries.sheet import Sheet
from assessments.queries.since import Changed
from audit.models import Change

TABLE = Answer._meta.db_table


@dataclass(frozen=True)
class SinceReturn:
    """The last return with its comments, and each answer that is another now."""

    back: SignOff
    changed: tuple[Changed, ...]


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
