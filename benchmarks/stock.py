"""Databases of made-up people, loaded by COPY and kept between runs by a fingerprint."""

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.authority import start

TABLES = ("cases_family", "cases_person", "cases_membership", "cases_address", "cases_case")


def open_stock(name: str, load: Callable[[Any], None], sources: Iterable[Path]) -> None:
    """Point Django at the database `name`; `load(owner)` fills it unless one is kept that was
    filled by these very sources."""
    databases, migrated = start("earlyhelp_stock")
    wanted = _fingerprint(sources)
    if databases.noted(name) != wanted:
        print(f"Making the people of {name} …", file=sys.stderr)
        databases.clone(migrated, name)
        with databases.connect_as_owner(name) as owner:
            with unguarded(owner):
                load(owner)
            owner.execute("SELECT count_names()")
            owner.execute("VACUUM ANALYZE")
        databases.note(name, wanted)
    databases.point_at(name)


@contextmanager
def unguarded(owner: Any) -> Iterator[None]:
    """COPY is refused under row security, and the history of made-up people is not wanted."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield
    finally:
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def copy_in(owner: Any, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Rows by the names of their columns; whatever is not said is the field's default."""
    defaults = defaults_of(model)
    with owner.cursor() as cursor, cursor.copy(copy_statement(model, list(defaults))) as copy:
        for row in rows:
            copy.write_row([*(defaults | row).values()])
    table = model._meta.db_table
    owner.execute(
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
    )


def copy_statement(model: Any, columns: Sequence[str]) -> str:
    return f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN"


def defaults_of(model: Any) -> dict[str, Any]:
    found = {}
    for field in model._meta.concrete_fields:
        if field.name != "made_in":
            default = field.get_default() if field.has_default() else None
            found[field.column] = (
                ""
                if default is None and field.empty_strings_allowed and not field.null
                else default
            )
    return found


def _fingerprint(sources: Iterable[Path]) -> str:
    from earlyhelp.local.noting import fingerprint

    digest = hashlib.sha256(fingerprint().encode())
    for file in sorted(sources):
        digest.update(file.read_bytes())
    return digest.hexdigest()
