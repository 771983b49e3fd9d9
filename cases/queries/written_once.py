"""Queries that Django writes once a day, and PostgreSQL answers many times.

The case page asks large questions: writing one as SQL takes Django several times longer than
PostgreSQL needs to answer it. Here the text is kept, and each call gives only its values.
"""

from collections.abc import Callable, Hashable
from copy import copy
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from accounts.acting import reach_of
from accounts.roles import role_of
from audit.context import LISTS, Reach, current_actor
from cases.need_to_know import listed
from cases.queries.planned_once import fixed, planned_once, typed

MOST = 64  # texts kept of one query
FIRST_STAND_IN = 9_100_000_000_000_000_000  # above any id

Value = int | str | datetime


class WrittenOnce:
    """A query whose text is kept for the day.

    `write(*shape, **values)` gives the queryset. `shape` is whatever changes its text; `values`
    are numbers, texts and moments, each of which must end as a parameter of the query. `write` sees
    stand-ins for them, so it may not look at what they are. A day is part of every shape:
    `write` may ask what day it is.
    """

    def __init__(self, write: Callable[..., QuerySet[Any]]) -> None:
        self._write = write
        self._kept: dict[Hashable, _Written] = {}

    def __call__(self, *shape: Hashable, **values: Value) -> list[Any]:
        reach = current_actor().reach
        # What is withheld from somebody, or kept from other agencies, changes what is asked.
        key = (timezone.localdate(), bool(reach.withheld or reach.partner), shape)
        written = self._kept.get(key)
        if written is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            stand_ins = _stand_ins(values)
            written = _Written(self._write(*shape, **stand_ins), stand_ins)
            self._kept[key] = written
        return written.rows(values)


class Reader:
    """Stands in for a user where a query asks what they may see: same role, other numbers."""

    is_authenticated = is_active = True

    def __init__(self, role: str, values: dict[str, Value]) -> None:
        self.role, self.pk = role, values["user"]
        self.agency_id = values.get("agency")
        self.reach = Reach(**{name: values[name] for name in LISTS})


def read_by(write: Callable[[Any], QuerySet[Any]]) -> Callable[[Any], list[Any]]:
    """`write(user)`, a query of what a user sees, with its text kept: called with a user, its rows.
    `write` sees a stand-in, so it names the user by `pk` and reads nothing else of them."""
    once = WrittenOnce(lambda role, /, *shape, **values: write(Reader(str(role), values)))

    def rows(user: Any) -> list[Any]:
        shape, values = reader_values(user)
        return once(*shape, **values)

    return rows


def reader_values(user: Any) -> tuple[tuple[str, ...], dict[str, Value]]:
    """The shape and the values with which a query asks what this user may see."""
    reach = reach_of(user)
    values: dict[str, Value] = {"user": user.pk or 0}
    if user.agency_id:
        values["agency"] = user.agency_id
    values |= {name: listed(getattr(reach, name)) for name in LISTS}
    return (role_of(user).key, *sorted(values)), values


class _Written:
    """One text, and which of its parameters stands for which value."""

    def __init__(self, rows: QuerySet[Any], stand_ins: dict[str, Value]) -> None:
        self._query = rows
        self._compiler = rows.query.get_compiler(rows.db)
        names = {value: name for name, value in stand_ins.items()}
        try:
            text, params = self._compiler.as_sql()
        except EmptyResultSet:
            self._query, text, params = rows.none(), "", ()
        named = [
            (names.get(param) if isinstance(param, int | str | datetime) else None, param)
            for param in params
        ]
        self._names = [name for name, _ in named if name]
        self._sql = fixed(text, named, connections[rows.db])

    def rows(self, values: dict[str, Value]) -> list[Any]:
        rows = self._query.all()
        if self._sql:
            compiler: Any = copy(self._compiler)
            compiler.connection = connections[rows.db]
            params = tuple(typed(values[name]) for name in self._names)
            compiler.as_sql = lambda *args, **options: (self._sql, params)
            asked = compiler.execute_sql

            def planned(*args: Any, **options: Any) -> Any:
                with planned_once(compiler.connection):
                    return asked(*args, **options)

            compiler.execute_sql = planned
            rows.query.get_compiler = lambda *args, **options: compiler  # type: ignore[method-assign]
        return list(rows)


def _stand_ins(values: dict[str, Value]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for number, (name, value) in enumerate(values.items()):
        if isinstance(value, str):
            found[name] = f"stand-in for {name}"
        elif isinstance(value, datetime):
            found[name] = datetime(1, 1, 2, microsecond=number, tzinfo=UTC)
        else:
            found[name] = FIRST_STAND_IN + number
    return found
