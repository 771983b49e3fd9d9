"""How social care handed a family over in former years: when it closed, and the checklist."""

from datetime import date, timedelta
from typing import Any

from cases.rules.step_down_checklist import Records, rows_for
from earlyhelp.demo.book import at

LATE = "No room was free earlier. The family was rung until then."


def handed_over(opened: date, first: date | None, by_id: int) -> dict[str, Any]:
    """Facts of a step-down. One in five has a gap, and as many an unfinished checklist; by the
    day it was opened and not by chance, so that whatever else is told stays as it was."""
    if first is None:
        return {"closes_on": opened + timedelta(days=40)}
    number = opened.toordinal()
    closes_on = first + timedelta(days=-3 if number % 5 == 0 else 4)
    if number % 5 == 1:
        return {"closes_on": closes_on}
    records = Records(closes_on, first, True, "Somebody", 0, 0, opened, True)
    rows = [
        row | ({"done": True} if not row["reads"] else {} if row["done"] else {"why": LATE})
        for row in rows_for(first, (), records)
    ]
    checked = {"checked_at": at(first, 16), "checked_by_id": by_id}
    return {"closes_on": closes_on, "checklist": rows} | checked
