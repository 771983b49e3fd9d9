"""Moving all that hangs from one record to another, noting each row so that it can be put back."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from audit.refusal import Refused
from cases.models import Couple, MergedRow, Person
from cases.pointing import Pointer, pointers_to

What = MergedRow.What
# A day from which something counts: of two rows that say the same, the earlier day stands.
SINCE = ("from_date", "joined_on")
CANNOT_MOVE = "Something recorded of them cannot be of one person: {what}. Correct it first."


@dataclass
class Notes:
    """What was done, row by row, to be written with the merge."""

    rows: list[MergedRow] = field(default_factory=list)

    def add(self, what: str, table: str, row_id: int, column: str = "", **values: Any) -> None:
        self.rows.append(MergedRow(what=what, table=table, row_id=row_id, column=column, **values))


def own_rows(person: Person) -> Notes:
    """The rows that hang from a record now, by number alone."""
    notes = Notes()
    for pointer in pointers_to(Person):
        for number in pointer.rows(person.pk).values_list("pk", flat=True):
            notes.add(What.OWN, pointer.table, number, pointer.column)
    return notes


def gather(*, source: Person, target: Person, notes: Notes) -> None:
    """Have every row that points at `source` point at `target`. What the target has already is
    set aside whole; nothing is lost."""
    for pointer in pointers_to(Person):
        for row in pointer.rows(source.pk):
            _move(pointer, row, target.pk, notes)


def change(row: models.Model, values: dict[str, Any], notes: Notes) -> None:
    """Write columns of a row as part of the merge, noting how they were."""
    table, before = row._meta.db_table, as_json(row)
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    after = as_json(row)
    for name in values:
        column = str(row._meta.get_field(name).column)  # type: ignore[union-attr]
        if before[column] != after[column]:
            was, now = {column: before[column]}, {column: after[column]}
            notes.add(What.CHANGED, table, row.pk, column, before=was, after=now)


def move_one(pointer: Pointer, row: Any, target: int) -> tuple[dict[str, int], dict[str, int]]:
    """Have a row point at another record. Gives the columns written: how they were, and are."""
    values = _columns(pointer, row, target)
    before = {name: getattr(row, name) for name in values}
    type(row)._base_manager.filter(pk=row.pk).update(**values)
    return before, values


def as_json(row: models.Model) -> dict[str, Any]:
    """The whole row as the database writes it, to the microsecond."""
    table = connection.ops.quote_name(row._meta.db_table)
    with connection.cursor() as cursor:
        statement = f"SELECT to_jsonb(row_)::text FROM {table} row_ WHERE id = %s"  # noqa: S608
        cursor.execute(statement, [row.pk])
        return dict(json.loads(cursor.fetchone()[0]))


def _move(pointer: Pointer, row: Any, target: int, notes: Notes) -> None:
    try:
        with transaction.atomic():
            before, after = move_one(pointer, row, target)
    except IntegrityError as problem:
        twin = _twin(row, _broken(problem), _columns(pointer, row, target))
        if twin is None:
            said = CANNOT_MOVE.format(what=row._meta.verbose_name)
            raise Refused(said) from None
        _set_aside(row, twin, notes)
        return
    notes.add(What.MOVED, pointer.table, row.pk, pointer.column, before=before, after=after)


def _columns(pointer: Pointer, row: Any, target: int) -> dict[str, int]:
    """What is written: the column; of a couple both, lower number first."""
    if pointer.model is not Couple:
        return {pointer.column: target}
    other = row.other_id if pointer.column == "one_id" else row.one_id
    return {"one_id": min(target, other), "other_id": max(target, other)}


def _broken(problem: IntegrityError) -> str:
    diagnosis = getattr(problem.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", "") or ""


def _twin(row: Any, constraint: str, values: dict[str, int]) -> Any:
    """The row that says the same of the target already, by the constraint that keeps it one."""
    for one in row._meta.constraints:
        if isinstance(one, models.UniqueConstraint) and one.name == constraint:
            names = [row._meta.get_field(name).attname for name in one.fields]
            fits = {name: values.get(name, getattr(row, name)) for name in names}
            rows = type(row)._base_manager.exclude(pk=row.pk)
            for name, value in fits.items():
                rows = rows.filter(
                    **({f"{name}__isnull": True} if value is None else {name: value})
                )
            return rows.filter(one.condition or models.Q()).first()
    return None


def _set_aside(row: Any, twin: Any, notes: Notes) -> None:
    """Keep the whole row with the merge, and let what hangs from it hang from its twin."""
    earlier = {
        name: getattr(row, name)
        for name in SINCE
        if _earlier(getattr(row, name, None), getattr(twin, name, None))
    }
    if earlier:
        change(twin, earlier, notes)
    for pointer in pointers_to(type(row)):
        for hanging in pointer.rows(row.pk):
            _move(pointer, hanging, twin.pk, notes)
    notes.add(What.ASIDE, row._meta.db_table, row.pk, before=as_json(row), after={"twin": twin.pk})
    type(row)._base_manager.filter(pk=row.pk).delete()


def _earlier(one: Any, than: Any) -> bool:
    return one is not None and than is not None and one < than
