"""Eight people edit one record of every kind at once: whatever somebody was told is saved stays.

EDITS says how often each tries: a few here, fifty where there is time.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import F

from accounts.acting import acting_as_system
from audit.models import Stale, Versioned
from tests.fixtures.database import CommittedDatabase

EDITORS, EDITS = 8, int(os.environ.get("EDITS", "2"))
Change = Callable[[Any, str], bool]

# Rows whose words are written once, by the database's own rule.
WRITTEN_ONCE: set[str] = set()


def by_version(row: Any, text: str) -> bool:
    """As every verb changes a row: on the version it was read with."""
    try:
        row.change(**{row.noted_in: text})
    except Stale:
        return False
    return True


def without_the_check(row: Any, text: str) -> bool:
    """As it would be without: whoever comes last overwrites the others."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    return bool(rows.update(**{row.noted_in: text}, version=F("version") + 1))


def test_nobody_loses_a_word(demo_db: CommittedDatabase) -> None:
    kinds = editable()
    assert len(kinds) > 15
    for model, field, pk in kinds:
        told, kept = edited_at_once(model, field, pk, by_version)
        assert 0 < told == kept, model._meta.label


def test_without_the_check_words_are_lost(demo_db: CommittedDatabase) -> None:
    """The anti-test: with the protection off, what it protects from happens."""
    lost = 0
    for model, field, pk in editable()[:6]:
        told, kept = edited_at_once(model, field, pk, without_the_check)
        lost += told - kept
    assert lost > 0


def editable() -> list[tuple[Any, str, int]]:
    """Every kind of record that is edited, with its longest text and a row of the demonstration."""
    found = []
    with system():
        for model in apps.get_models():
            if not issubclass(model, Versioned) or model._meta.label in WRITTEN_ONCE:
                continue
            fields = [field for field in model._meta.concrete_fields if _has_room(field)]
            pk = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
            if fields and pk is not None:
                found.append((model, fields[0].name, int(pk)))
    return found


def _has_room(field: Any) -> bool:
    """For a mark of every edit: free words, of which there may be many."""
    free = type(field) in {models.TextField, models.CharField} and not field.choices
    return free and (field.max_length or 10_000) >= 10 + EDITORS * EDITS * len("[7.3]")


def edited_at_once(model: Any, field: str, pk: int, change: Change) -> tuple[int, int]:
    """How many marks editors were told are saved, and how many are there."""
    with system():
        model._base_manager.filter(pk=pk).update(**{field: "Begun. "})

    def editor(number: int) -> int:
        try:
            return sum(add(model, field, pk, f"[{number}.{n}]", change) for n in range(EDITS))
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        told = sum(pool.map(editor, range(EDITORS)))
    with system():
        return told, str(getattr(model._base_manager.get(pk=pk), field)).count("[")


def add(model: Any, field: str, pk: int, mark: str, change: Change) -> bool:
    """Read the record, add a mark, save: what an editor does. Whether it was saved."""
    with system():
        row = model._base_manager.get(pk=pk)
    row.noted_in = field
    with system():
        return change(row, getattr(row, field) + mark)


def system() -> Any:
    return acting_as_system("trying eight editors")
