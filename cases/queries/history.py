"""The history of a case: everything that was done, by whom and why, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.models import Case
from cases.queries.happenings import (
    Place,
    Source,
    events_of,
    newest,
    page_from,
    place_from,
    place_values,
)
from cases.queries.written_once import WrittenOnce

PAGE = 100

_COLUMNS = {"who": "actor_name", "words": "summary", "why": "reason", "more": "details"}


@dataclass(frozen=True)
class Deed:
    """One thing somebody did, and what changed from what to what."""

    at: datetime
    who: str
    words: str
    why: str
    changes: list[list[str]]  # label, before, after


def history_of(case: Case, after: Place | None = None, size: int = PAGE) -> tuple[list[Deed], str]:
    """A page of the history and the place of the next. One query, however long it is."""
    source, place = place_values(after)
    rows = _DEEDS(size, source, case=case.pk, family=case.family_id, **place)
    shown, following = page_from(rows, size)
    return [_deed(row) for row in shown], following


def _deeds(
    size: int,
    source: int,
    *,
    case: int,
    family: int,
    at: datetime | None = None,
    number: int | None = None,
) -> Any:
    of_the_case, of_the_family = events_of(case, family)
    sources = [Source(1, of_the_family, "at"), Source(2, of_the_case, "at")]
    return newest(sources, {1: _COLUMNS, 2: _COLUMNS}, place_from(source, at, number), size)


_DEEDS = WrittenOnce(_deeds)


def _deed(row: dict[str, Any]) -> Deed:
    changes = row["more"].get("changes", [])
    return Deed(row["line_at"], row["who"], row["words"], row["why"], changes)
