"""By what an assessment or a record ended that nobody signed off or finished."""

from collections.abc import Iterable

from assessments.definition import Purpose
from assessments.models import Assessment
from audit.days import in_words
from audit.web.messages import in_a_sentence
from cases.models import Case, Closure

CLOSED = "The case closed on {}: {}."
WENT_ON = "It went on in the {} started on {}, because the baby was born."


def say_how_they_ended(case: Case, rows: Iterable[Assessment]) -> None:
    """Write the sentence on each of a case's assessments that was cut short: the closing of the
    case, or the assessment that one before birth went on in, whichever came first."""
    ended = [row for row in rows if row.state == Assessment.State.ENDED]
    if not ended:
        return
    closures = list(case.closures.order_by("closed_on", "pk"))
    later = _whole_ones(case) if any(row.form.purpose == Purpose.UNBORN for row in ended) else []
    for row in ended:
        closed = next((one for one in closures if one.closed_on >= row.started_on), None)
        row.how_it_ended = _went_on(row, closed, later) or _closed(closed)


def _whole_ones(case: Case) -> list[Assessment]:
    rows = Assessment.objects.filter(case=case, form__purpose=Purpose.ASSESSMENT)
    return list(rows.select_related("form").order_by("pk"))


def _went_on(row: Assessment, closed: Closure | None, later: list[Assessment]) -> str:
    if row.form.purpose != Purpose.UNBORN:
        return ""
    found = next((one for one in later if one.pk > row.pk), None)
    if found is None or (closed and closed.closed_on < found.started_on):
        return ""
    return WENT_ON.format(in_a_sentence(found.form.title), in_words(found.started_on))


def _closed(closed: Closure | None) -> str:
    if closed is None:
        return ""
    return CLOSED.format(in_words(closed.closed_on), in_a_sentence(closed.get_reason_display()))
