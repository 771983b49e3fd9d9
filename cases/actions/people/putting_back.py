"""Putting back what a merge moved, changed and set aside, as far as it is still as it was left."""

import json
from typing import Any

from django.apps import apps
from django.db import connection, models

from cases.models import Merge, MergedRow

What = MergedRow.What


def put_back(merge: Merge) -> list[MergedRow]:
    """Undo the merge's rows, the last first. Returns those that somebody changed or removed
    since: they stay as they are now.

    Facts and the merge itself first: what is written of a merged record would be written of the
    one that was kept.
    """
    changed = merge.rows.filter(what=What.CHANGED).order_by("-id")
    for row in merge.rows.filter(what=What.ADDED).order_by("-id"):
        _take_out(row)
    others = merge.rows.filter(what__in=[What.MOVED, What.ASIDE]).order_by("-id")
    stayed = [row for row in changed if not _revert(row)]
    for row in others:
        if row.what == What.ASIDE:
            _restore(row)
        elif not _revert(row):
            stayed.append(row)
    return stayed


def write_columns(table: str, number: int, values: dict[str, Any], *, was: dict[str, Any]) -> bool:
    """Write columns of a row from their JSON, if they still hold what they held."""
    name = connection.ops.quote_name(table)
    columns = ", ".join(connection.ops.quote_name(column) for column in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {name} row_ SET ({columns}) ="  # noqa: S608, names of our own tables
            f" (SELECT {columns} FROM jsonb_populate_record(NULL::{name}, %s::jsonb))"
            " WHERE id = %s AND %s::jsonb = (SELECT jsonb_object_agg(key, value)"
            " FROM jsonb_each(to_jsonb(row_)) WHERE key = ANY (%s))",
            [json.dumps(values), number, json.dumps(was), list(was)],
        )
        return bool(cursor.rowcount)


def _revert(row: MergedRow) -> bool:
    before, after = row.before or {}, row.after or {}
    return write_columns(row.table, row.row_id, before, was=after)


def _take_out(row: MergedRow) -> None:
    """Delete what the merge wrote, if nobody has changed it since."""
    name = connection.ops.quote_name(row.table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {name} row_"  # noqa: S608, names of our own tables
            " WHERE id = %s AND to_jsonb(row_) = %s::jsonb",
            [row.row_id, json.dumps(row.after)],
        )


def _restore(row: MergedRow) -> None:
    """Write the whole row again under its own number."""
    name = connection.ops.quote_name(row.table)
    columns = ", ".join(
        connection.ops.quote_name(str(field.column))
        for field in model_of(row.table)._meta.concrete_fields
        if not field.generated
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({columns})"  # noqa: S608, names of our own tables
            f" SELECT {columns} FROM jsonb_populate_record(NULL::{name}, %s::jsonb)",
            [json.dumps(row.before)],
        )


def model_of(table: str) -> type[models.Model]:
    every = apps.get_models(include_auto_created=True)
    return next(model for model in every if model._meta.db_table == table)
