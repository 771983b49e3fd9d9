"""Rows gathered in memory and written at once, as the application's role, under row security."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import NOT_PROVIDED, AutoField

from audit.text import FoldedField, fold

BATCH = 4_000
BLOCK = 2_000

Row = dict[str, Any]


class Rows:
    """The rows of one table. COPY is refused under row security, so they go in by unnest()."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.rows: list[Row] = []
        # What the database itself fills in is left to it.
        self._fields: list[models.Field[Any, Any]] = [
            field
            for field in model._meta.concrete_fields
            if field.db_default is NOT_PROVIDED or isinstance(field, FoldedField)
        ]
        self._numbered = isinstance(model._meta.pk, AutoField)
        self._ids: list[int] = []

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, **values: Any) -> int:
        """Keep a row by the names of its columns (`family_id`, not `family`); its number."""
        if self._numbered:
            values["id"] = self._next_id()
        self.rows.append(values)
        return values.get("id", 0)

    def write(self) -> None:
        """Insert what was gathered, and forget it."""
        self._refuse_unknown_columns()
        folded = {f.attname: f.source for f in self._fields if isinstance(f, FoldedField)}
        for row in self.rows:
            for name, source in folded.items():
                row[name] = fold(" ".join(row.get(part, "") for part in source.split()))
        cursor = psycopg.Cursor(connection.connection)  # binds on the server, not in the text
        for start in range(0, len(self.rows), BATCH):
            batch = self.rows[start : start + BATCH]
            cursor.execute(self._statement(), [_column(f, batch) for f in self._fields])
        self.rows = []

    def _next_id(self) -> int:
        if not self._ids:
            self._ids = reserve_ids(self.model, BLOCK)
            self._ids.reverse()
        return self._ids.pop()

    def _refuse_unknown_columns(self) -> None:
        known = {field.attname for field in self._fields}
        if unknown := set().union(*self.rows) - known:
            raise KeyError(f"{self.model._meta.label} has no column {', '.join(sorted(unknown))}")

    def _statement(self) -> str:
        names = [f'"{field.column}"' for field in self._fields]
        passed, final = zip(*map(_types, self._fields), strict=True)
        return (
            f'INSERT INTO "{self.model._meta.db_table}" ({", ".join(names)})'  # noqa: S608
            f" SELECT {', '.join(f'{n}::{t}' for n, t in zip(names, final, strict=True))}"
            f" FROM unnest({', '.join(f'%s::{t}[]' for t in passed)}) AS given({', '.join(names)})"
        )


def reserve_ids(model: type[models.Model], how_many: int) -> list[int]:
    """Take numbers from the sequence of a table, so that rows can name each other beforehand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, how_many],
        )
        return [number for (number,) in cursor.fetchall()]


def _types(field: models.Field[Any, Any]) -> tuple[str, str]:
    """What a column is passed as, an element of an array, and what it is stored as."""
    stored = (field.rel_db_type if isinstance(field, AutoField) else field.db_type)(connection)
    assert stored is not None
    return "text" if _is_nested(field) else stored, stored


def _is_nested(field: models.Field[Any, Any]) -> bool:
    """Whether its values are lists or objects, which cannot be elements of an array."""
    return isinstance(field, ArrayField | models.JSONField)


def _column(field: models.Field[Any, Any], batch: Sequence[Row]) -> str:
    """The values of one column as the text of an array: psycopg's own way takes twice as long."""
    name, default = field.attname, _default(field)
    if default is NOT_PROVIDED:
        values = [row[name] for row in batch]
    else:
        values = [row.get(name, default) for row in batch]
    if _is_nested(field):
        dump = _array if isinstance(field, ArrayField) else json.dumps
        values = [value if value is None else dump(value) for value in values]
    return _array(values)


def _array(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _default(field: models.Field[Any, Any]) -> Any:
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    return "" if field.empty_strings_allowed and field.blank else NOT_PROVIDED
