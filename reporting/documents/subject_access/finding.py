"""What is held about the person of a request: rows of every table that leads to them."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

# Tables with a path to a person that are left out of the copy, each with the reason.
EXEMPT: dict[str, str] = {
    "reporting.Bundle": "the copy itself, being made",
    "reporting.BundleItem": "the copy itself, being made",
    "reporting.BundleFile": "the copy itself, being made",
    "assessments.Factor": "the answer in which it was ticked stands in the copy",
    "cases.MergedRow": "how to undo a merge: the rows themselves stand in the copy",
    "cases.Disposal": "says only when the record is due to go, which the privacy notice says",
}


@dataclass(frozen=True)
class Found:
    """One row: its model, its number, whether it names the person, and its columns."""

    model: type[models.Model]
    id: int
    names_them: bool
    content: dict[str, Any]


@dataclass(frozen=True)
class Fact:
    """Words that would give somebody away: what they are, whose, and that person's number."""

    what: str
    words: str
    whose: str
    person: int | None


def rows_about(request_id: int) -> list[Found]:
    """Everything about the person of an open request with proved identity; else nothing."""
    without = [apps.get_model(label)._meta.db_table for label in EXEMPT]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source, id, names_them, content FROM subject_access_rows(%s, %s)",
            [request_id, without],
        )
        known, rows = models_by_table(), cursor.fetchall()
    return [
        Found(known[table], number, names, _parsed(content))
        for table, number, names, content in rows
    ]


def facts_of(request_id: int) -> list[Fact]:
    """What would give other people away in it, and what is the person's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT what, words, whose, person FROM subject_access_marks(%s)", [request_id]
        )
        return [Fact(*row) for row in cursor.fetchall()]


def models_by_table() -> dict[str, type[models.Model]]:
    found: dict[str, type[models.Model]] = {}
    for model in apps.get_models(include_auto_created=True):
        found.setdefault(model._meta.db_table, model)
    return found


def _parsed(content: Any) -> dict[str, Any]:
    import json

    return json.loads(content) if isinstance(content, str) else content
