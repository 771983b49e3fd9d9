"""A pack as pages show it: its ISO texts as dates again."""

from datetime import date, datetime
from typing import Any

from audit.context import current_actor

DAYS = {
    "people": ("born", "expected", "died"),
    "dates": ("on",),
    "needs": ("seen",),
    "orders": ("ends",),
    "programmes": ("from", "to"),
    "meetings": ("held",),
    "readings": ("on",),
}


def as_shown(pack: dict[str, Any]) -> dict[str, Any] | None:
    """The pack with dates in place of their texts; None where none has been assembled.

    It holds all there is, for social care; so none either for people of other agencies, who read
    the case itself, where what is not for them is left out.
    """
    if "case" not in pack or current_actor().reach.partner:
        return None
    shown = dict(pack)
    for part, names in DAYS.items():
        shown[part] = [_with_days(row, names) for row in pack.get(part, [])]
    shown["contacts"] = [
        _with_days({"written_down": ""} | row, ("written_down",))
        | {"at": datetime.fromisoformat(row["at"])}
        for row in pack["contacts"]
    ]
    shown["plan"] = _plan(pack.get("plan"))
    shown["scores"] = _by_scorer(shown["readings"])
    return shown


def _by_scorer(readings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each who scored whom on what, its values in the order of days."""
    rows: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in readings:
        key = tuple(one[name] for name in ("what", "area", "by", "who"))
        rows.setdefault(key, one | {"values": []})["values"].insert(0, (one["on"], one["value"]))
    return list(rows.values())


def _plan(plan: dict[str, Any] | None) -> dict[str, Any] | None:
    """None where there was none, or the pack is older than plans in packs."""
    if plan is None:
        return None
    goals = [
        _with_days(goal, ("reached",))
        | {"actions": [_with_days(action, ("due", "done")) for action in goal["actions"]]}
        for goal in plan["goals"]
    ]
    return _with_days(plan, ("agreed", "ended")) | {"goals": goals}


def _with_days(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return row | {name: date.fromisoformat(row[name]) if row[name] else None for name in names}
