"""How long each class of record is kept: rows of retention.yaml, each from a day on."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "retention.yaml"


@dataclass(frozen=True)
class Period:
    """One row: a class of record, and when its time has come. `age` and `years` are in years."""

    key: str
    record: str
    from_date: date
    counted_from: str
    years: int
    source: str
    age: int = 0
    otherwise: str = ""


@cache
def periods() -> tuple[Period, ...]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Period(**row) for row in rows)


def period_on(key: str, day: date) -> Period:
    """The row of a class that holds on a day. Raises LookupError where none does."""
    found = [row for row in periods() if row.key == key and row.from_date <= day]
    if not found:
        raise LookupError(f"No retention period of “{key}” holds on {day}.")
    return max(found, key=lambda row: row.from_date)
