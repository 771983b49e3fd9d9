"""The checklist of the agreed procedure for a step-up. Touches no database.

A row is a step as it was asked that day: `key`, `asks`, whether it is `done`, and if not `why`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from localities.procedures import steps_of

Row = Mapping[str, Any]
WHY_NOT = "Say why this is not done: “{asks}”."


def rows_for(day: date) -> list[dict[str, Any]]:
    """The list that is asked on a day, nothing of it ticked."""
    return [
        {"key": step.key, "asks": step.asks, "done": False, "why": ""}
        for step in steps_of("step_up", day)
    ]


def reasons_against(rows: Iterable[Row]) -> list[str]:
    """What is neither done nor explained."""
    return [
        WHY_NOT.format(asks=row["asks"])
        for row in rows
        if not row["done"] and not str(row["why"]).strip()
    ]
