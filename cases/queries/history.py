"""The history of a case: everything that was done, by whom and why, in words.

What people did is told by events. How rows were before and after is added for the council's own
people, beside the event of the same request; what has no event stands by itself.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, TextField, Value

from audit.models import Change, Event
from cases.models import Case
from cases.queries.changes import (
    Group,
    RowChange,
    changes_in,
    changes_of_case,
    changes_of_family,
    changes_of_members,
)
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

_SAME = {"who": "actor_name", "within": "xid", "request": "request_id", "actor": "actor_id"}
_DONE = _SAME | {"words": "summary", "grounds": "reason", "more": "details"}
_CHANGED = _SAME | {
    "words": Value("", TextField()),
    "grounds": "why",
    "more": Value({}, JSONField()),
}
FIRST_ALONE = 3  # the number of the first source that is no event
UNKNOWN = "Someone unknown"  # how the database names who did not say who they are


@dataclass(frozen=True)
class Deed:
    """One thing somebody did, and what changed from what to what."""

    at: datetime
    who: str
    words: str
    why: str
    changes: list[list[str]]  # label, before, after
    rows: list[RowChange] = field(default_factory=list)
    alone: bool = False  # no event tells of it


def history_of(
    case: Case, after: Place | None = None, size: int = PAGE, *, rows_too: bool = True
) -> tuple[list[Deed], str]:
    """A page of the history and the place of the next. Three queries, however long it is, and one
    more for a later page; one alone without the changes of rows."""
    source, place = place_values(after)
    found = _DEEDS(size, source, rows_too, case=case.pk, family=case.family_id, **place)
    shown, following = page_from(found, size)
    changed: dict[Group, list[RowChange]] = {}
    if rows_too:
        groups = {_group(line) for line in shown} - _told_before(case, after, shown)
        for row in changes_in(case.pk, case.family_id, groups):
            changed.setdefault(row.group, []).append(row)
    # Beside the newest event of its request, and only there.
    return [_deed(line, changed.pop(_group(line), [])) for line in shown], following


def _told_before(case: Case, after: Place | None, shown: list[dict[str, Any]]) -> set[Group]:
    """Requests of this page whose changes stand beside a newer event, on a page before it."""
    if after is None:
        return set()
    here = [line["line_id"] for line in shown if line["line_source"] < FIRST_ALONE]
    newer = Event.objects.filter(Q(case_id=case.pk) | Q(family_id=case.family_id))
    newer = newer.filter(at__gte=after.at, xid__in={line["within"] for line in shown})
    return set(newer.exclude(pk__in=here).values_list("xid", "request_id"))


def _deeds(
    size: int,
    source: int,
    rows_too: bool,
    *,
    case: int,
    family: int,
    at: datetime | None = None,
    number: int | None = None,
) -> Any:
    of_the_case, of_the_family = events_of(case, family)
    sources = [Source(1, of_the_family, "at"), Source(2, of_the_case, "at")]
    if rows_too:
        parts = (changes_of_case(case), changes_of_family(family), changes_of_members(family))
        sources += [
            Source(FIRST_ALONE + which, _alone(rows, case, family), "at")
            for which, rows in enumerate(parts)
        ]
    columns = {each.number: _DONE if each.number < FIRST_ALONE else _CHANGED for each in sources}
    return newest(sources, columns, place_from(source, at, number), size)


_DEEDS = WrittenOnce(_deeds)


def _alone(rows: QuerySet[Change], case: int, family: int) -> QuerySet[Change]:
    """The last change of each request that no event tells of."""
    same = {"xid": OuterRef("xid"), "request_id": OuterRef("request_id")}
    told = Event.objects.filter(Q(case_id=case) | Q(family_id=family), **same)
    later = rows.filter(pk__gt=OuterRef("pk"), **same)
    return rows.filter(~Exists(told), ~Exists(later))


def _group(row: dict[str, Any]) -> Group:
    return row["within"], row["request"]


def _deed(row: dict[str, Any], rows: list[RowChange]) -> Deed:
    changes = (row["more"] or {}).get("changes", [])
    alone = row["line_source"] >= FIRST_ALONE
    words = _directly(row) if alone else row["words"]
    return Deed(row["line_at"], row["who"], words, row["grounds"], changes, rows, alone)


def _directly(row: dict[str, Any]) -> str:
    if row["who"].startswith(UNKNOWN):
        return "Changed directly in the database"
    if row["actor"] is None:
        return "Changed by the product itself"
    return "Changed directly"
