"""The checklist of a step-up as the demonstration's people filled it in."""

from datetime import date
from typing import Any

from cases.rules.step_up_checklist import rows_for

WHY_NOT = "There was no time to meet again before this was sent"


def ticked(day: date) -> list[dict[str, Any]]:
    """Every step done; on one day in three one is explained. By the day and not by chance, so that
    whatever else is told stays as it was."""
    rows = rows_for(day)
    for row in rows:
        explained = row["key"] == "plan_reviewed" and day.toordinal() % 3 == 0
        row |= {"done": not explained, "why": WHY_NOT if explained else ""}
    return rows
