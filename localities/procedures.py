"""Procedures agreed with others: dated lists of steps, kept in localities/procedures.yaml."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "procedures.yaml"


@dataclass(frozen=True)
class Step:
    """One step of a procedure, in force from one day until another.

    `reads` names what the records show of it, for a step that is not asked where they do.
    """

    key: str
    asks: str
    from_date: date
    to_date: date | None = None
    reads: str = ""


def steps_of(procedure: str, day: date) -> list[Step]:
    """The steps in force on a day, in their order."""
    return [
        step
        for step in _steps().get(procedure, [])
        if step.from_date <= day and (step.to_date is None or day <= step.to_date)
    ]


@cache
def _steps() -> dict[str, list[Step]]:
    read: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {name: [_step(row) for row in rows] for name, rows in read.items()}


def _step(row: dict[str, Any]) -> Step:
    return Step(row["key"], row["asks"], row["from"], row.get("to"), row.get("reads", ""))
