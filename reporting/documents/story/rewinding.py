"""A record as it stood on a day: what was changed since is taken back.

The history of rows tells the council's own people what each held before. Others do not read it
(the row policy of `audit_change`), nor does it tell of what was loaded in bulk: there the dates
of the rows themselves say what was there already.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from audit.models import Change
from cases.models import Case
from reporting.documents.story.kinds import KINDS
from reporting.documents.story.sentences import Row, day

Rows = dict[str, list[Row]]
TABLES = {kind.table for kind in KINDS.values()}


def ended(on: date) -> datetime:
    """The moment a day was over."""
    return timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))


def rewind(case: Case, rows: Rows, on: date) -> Rows:
    """The rows as they stood at the end of a day."""
    return as_of(rows, changes_since(case, ended(on)), on)


def changes_since(case: Case, moment: datetime) -> list[Row]:
    """What was changed in the case's rows after a moment, the newest first. One question."""
    found = Change.objects.filter(case_id=case.pk, at__gte=moment, table__in=TABLES)
    named = found.filter(row_id__isnull=False).order_by("-at", "-id")
    return [dict(row) for row in named.values("table", "row_id", "operation", "before")]


def as_of(rows: Rows, changes: list[Row], on: date) -> Rows:
    """The rows without what these changes did, and without what had not happened by that day."""
    added, before = _taken_back(changes)
    rewound = {
        name: [
            _not_yet(name, row | _known(row, before.get(_place(name, row), {})), on)
            for row in found
            if _place(name, row) not in added and not _written_later(name, row, before, on)
        ]
        for name, found in rows.items()
    }
    return rewound | {"case": rewound["case"] or [_unwritten(row) for row in rows["case"]]}


def _taken_back(changes: list[Row]) -> tuple[set[Any], dict[Any, Row]]:
    """Which rows were added since, and what the columns of the others held before."""
    added: set[Any] = set()
    before: dict[Any, Row] = {}
    for change in changes:
        place = change["table"], change["row_id"]
        if change["operation"] == Change.Operation.INSERT:
            added.add(place)
        elif change["before"]:  # an older change comes later, and is what counts
            before.setdefault(place, {}).update(change["before"])
    return added, before


def _place(name: str, row: Row) -> tuple[str, int]:
    return KINDS[name].table, row["id"]


def _unwritten(row: Row) -> Row:
    """A case that was written down later than that day: there, without its words."""
    return {"id": row["id"]} | dict.fromkeys(KINDS["case"].columns.split(), "")


def _known(row: Row, before: Row) -> Row:
    return {column: held for column, held in before.items() if column in row}


def _written_later(name: str, row: Row, before: dict[Any, Row], on: date) -> bool:
    """An answer says when it was last saved; what it held before only its history knows."""
    if name != "answers":
        return False
    held = row | before.get(_place(name, row), {})
    return (day(held["saved_at"]) or on) > on


def _not_yet(name: str, row: Row, on: date) -> Row:
    late = {column: None for column in KINDS[name].later if (day(row[column]) or on) > on}
    return row | late
