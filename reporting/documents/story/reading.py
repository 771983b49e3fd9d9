"""Reading what a story is composed from, as whoever asks may read it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from cases.models import Case
from cases.queries.written_once import WrittenOnce
from reporting.documents.story.kinds import KINDS, Kind
from reporting.documents.story.rewinding import ended, rewind
from reporting.documents.story.sentences import Record, Row


@dataclass(frozen=True)
class Facts:
    """What is recorded of a case, table by table, on a day."""

    case: Case
    day: date
    past: bool  # the day is over: what stood then, not what stands now
    rows: dict[str, list[Row]]

    def of(self, kind: str) -> list[Row]:
        return self.rows[kind]

    def record(self, kind: str, row: Row, title: str, url: str) -> Record:
        return Record(KINDS[kind].key, row["id"], title, url)

    @property
    def assessment(self) -> Row | None:
        """The last that was signed off; before any was, the one being written."""
        rows = self.of("assessments")
        return next((row for row in rows if row["completed_on"]), rows[0] if rows else None)

    @property
    def plan(self) -> Row | None:
        """The plan the family lives by, or the last there was."""
        rows = self.of("plans")
        return next((row for row in rows if not row["ended_on"]), rows[0] if rows else None)


def facts_of(case: Case, today: date, on: date | None = None) -> Facts:
    """Everything a story tells of a case, in one question; two for a day that is over."""
    past = on is not None and on < today
    found = _FACTS(on if past else None, case=case.pk)[0]
    rows = {name: found[f"{name}_told"] for name in KINDS}
    if past and on:
        rows = rewind(case, rows, on)
    return Facts(case, on if past and on else today, past, rows)


def _facts(on: date | None, *, case: int) -> QuerySet[Any, Any]:
    told = {f"{name}_told": _rows(kind, on) for name, kind in KINDS.items()}
    return Case.objects.filter(pk=case).order_by().values(**told)


_FACTS = WrittenOnce(_facts)


def _rows(kind: Kind, on: date | None) -> ArraySubquery:
    of = OuterRef("family_id" if kind.of == "family" else "pk")
    rows = kind.model.objects.filter(kind.only, **{kind.of: of})
    if on:
        rows = rows.filter(**_there(kind, on))
    columns = {name: name for name in ("id", *kind.columns.split())}
    found = rows.order_by(*kind.order).values(found=JSONObject(**columns, **kind.more))
    return ArraySubquery(found[: kind.most])


def _there(kind: Kind, on: date) -> dict[str, Any]:
    """That a row was there on a day, as far as its own columns say."""
    return dict(_until(kind.model, path, on) for path in kind.since)


def _until(model: Any, path: str, on: date) -> tuple[str, Any]:
    *way, name = path.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model
    if isinstance(model._meta.get_field(name), DateTimeField):
        return f"{path}__lt", ended(on)
    return f"{path}__lte", on
