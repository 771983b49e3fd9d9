"""The checklist of the agreed procedure for a step-down, and the gap it is there to prevent.
Touches no database.

A row is a step as it stood that day: `key`, `asks`, `reads`, whether it is `done`, if not `why`,
and what the records `show` of it. What the records show is shown and not asked. The checklist
holds nothing back: the work with the family goes on while it is incomplete, because stopping it
would make the gap it warns of. It stays the lead’s next step and on the manager’s list until
every step is done or explained.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from localities.procedures import steps_of

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Records:
    """What the records show of a step-down. `waiting`: how much of what social care left is
    neither in the plan nor put aside."""

    closes_on: date | None
    taf_on: date | None
    taf_held: bool
    lead: str
    left: int
    waiting: int
    last_meeting_on: date | None
    plan_came: bool


@dataclass(frozen=True)
class Shown:
    """What the records show of one step, in words, and whether it is done by that."""

    done: bool
    words: str


def shown(records: Records) -> dict[str, Shown]:
    """By the name a step of the procedure `reads`."""
    return {
        "last_plan": _last_plan(records),
        "lead": Shown(bool(records.lead), records.lead or "Nobody leads this case yet"),
        "taken_up": _taken_up(records),
        "taf_date": Shown(not gap(records), gap(records) or _without_a_gap(records)),
    }


def gap(records: Records) -> str:
    """Why the family may be, or was, without anybody between the two services. Empty: they are
    not. A meeting on the very day social care closes leaves no gap."""
    if records.taf_on is None and records.closes_on is None:
        return "No TAF meeting has a date, and it is not known when social care closes."
    if records.taf_on is None:
        return f"No TAF meeting has a date. Social care closes on {_day(records.closes_on)}."
    if records.closes_on is None:
        return f"{_taf(records)}. It is not known when social care closes."
    days = (records.taf_on - records.closes_on).days
    if days <= 0:
        return ""
    later = f"{days} day{'' if days == 1 else 's'} after social care closes"
    return f"{_taf(records)}, {later} on {_day(records.closes_on)}."


def rows_for(day: date, kept: Iterable[Row], records: Records) -> list[dict[str, Any]]:
    """The list that is asked on a day, with what was kept of it and what the records show."""
    known = {row["key"]: row for row in kept}
    found = shown(records)
    rows = []
    for step in steps_of("step_down", day):
        before = known.get(step.key, {})
        row: dict[str, Any] = {"key": step.key, "asks": step.asks, "reads": step.reads, "shows": ""}
        row |= {"done": bool(before.get("done")), "why": before.get("why", "")}
        if step.reads:
            row |= {"done": found[step.reads].done, "shows": found[step.reads].words}
        rows.append(row)
    return rows


def still_open(rows: Iterable[Row]) -> list[str]:
    """The steps that are neither done nor explained."""
    return [row["asks"] for row in rows if not row["done"] and not str(row["why"]).strip()]


def _last_plan(records: Records) -> Shown:
    met = records.last_meeting_on
    said = f"Last meeting {_day(met)}" if met else "No last meeting is recorded"
    came = "their plan came with it" if records.plan_came else "no plan came with it"
    return Shown(bool(met) and records.plan_came, f"{said}; {came}")


def _taken_up(records: Records) -> Shown:
    if not records.left:
        return Shown(True, "Social care left nothing to be done")
    seen_to = records.left - records.waiting
    return Shown(not records.waiting, f"{seen_to} of {records.left} taken up or put aside")


def _without_a_gap(records: Records) -> str:
    when = "on the day" if records.taf_on == records.closes_on else "before"
    return f"{_taf(records)}, {when} social care closes on {_day(records.closes_on)}"


def _taf(records: Records) -> str:
    verb = "was held" if records.taf_held else "is planned"
    return f"The first TAF meeting {verb} on {_day(records.taf_on)}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B}" if day else ""
