"""Asking the database's counting functions, which return counts and no records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from reporting.asking import Ask


@dataclass(frozen=True)
class Counted:
    """One row a function returned. An empty part or series means all of them."""

    part: str | None
    series: str | None
    numerator: int
    denominator: int | None
    middle: float | None
    also: int | None


def count(asks: Sequence[Ask]) -> list[list[Counted]]:
    """The answer to each ask, in one statement: all see the records of one moment."""
    answers: list[list[Counted]] = [[] for _ in asks]
    if not asks:
        return answers
    statement, values = _statement(asks)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for number, *row in cursor.fetchall():
            answers[number].append(Counted(*row))
    return answers


def _statement(asks: Sequence[Ask]) -> tuple[str, list[Any]]:
    """The functions' names come from the declarations, never from a request."""
    parts, values, today = [], [], timezone.localdate()
    for number, ask in enumerate(asks):
        call = f"{ask.measure.function}(%s, %s, %s, %s)"
        parts.append(f"SELECT {number}, counted.* FROM {call} counted")  # noqa: S608
        values += [ask.period.start, _last(ask, today), ask.cut.key, list(ask.localities)]
    return " UNION ALL ".join(parts), values


def _last(ask: Ask, today: date) -> date:
    """The last day that counts: none that has not come, on which what is open now may be over."""
    return min(ask.period.end, today) if ask.period.start <= today else date.min
