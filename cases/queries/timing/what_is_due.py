"""Everything that is due on one case, and when its clocks stood still."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case, Due, DuePause


@dataclass(frozen=True)
class DueLine:
    """One thing due, and the pause its clock is in, if it stands still today."""

    due: Due
    pause: DuePause | None


def what_is_due(case: Case, today: date) -> tuple[list[DueLine], list[DuePause]]:
    """What is due, the soonest first, and every pause there was, the newest first. Two queries."""
    pauses = list(
        DuePause.objects.filter(case=case)
        .select_related("due", "by", "ended_by")
        .order_by("-started_on", "-pk")
    )
    newest: dict[int, DuePause] = {}
    for pause in pauses:
        newest.setdefault(pause.due_id, pause)
    rows = Due.objects.still_open().filter(case=case)
    lines = [
        DueLine(due, newest.get(due.pk) if due.stands_still(today) else None)
        for due in rows.order_by("due_on", "pk")
    ]
    return lines, pauses
