"""Queries that PostgreSQL plans once for a connection, and answers many times.

Django binds values on its own side, so PostgreSQL plans each query anew: of a large one, planning
is half the time. Here what never changes stands in the text, what changes is sent beside it, and
the driver has PostgreSQL keep the plan of whatever is asked often.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import sql
from psycopg.types.numeric import Int8

OFTEN = 3  # a text asked so many times over one connection is prepared
MOST = 150  # prepared texts of one connection; whichever was asked for longest ago gives way

_TYPES = ((int, "bigint"), (str, "text"), (datetime, "timestamptz"))
_PLACES = re.compile("%%|%s")


def fixed(text: str, params: Sequence[tuple[str | None, Any]], connection: Any) -> str:
    """The text with the value of each parameter that has no name written into it. Those with a name
    stay places for a value of the type their stand-in has."""
    connection.ensure_connection()
    values = iter(params)

    def written(place: re.Match[str]) -> str:
        if place[0] == "%%":
            return "%%"
        name, value = next(values)
        if name:
            return f"%s::{next(sort for kind, sort in _TYPES if isinstance(value, kind))}"
        return sql.Literal(value).as_string(connection.connection).replace("%", "%%")

    return _PLACES.sub(written, text)


def typed(value: Any) -> Any:
    """A number as wide as any, so that its size does not make another text."""
    return Int8(value) if isinstance(value, int) else value


@contextmanager
def planned_once(connection: Any) -> Iterator[None]:
    """Queries over this Django connection bind on the server; those asked often are prepared."""
    connection.ensure_connection()
    driver, features = connection.connection, connection.features
    driver.prepare_threshold, driver.prepared_max = OFTEN, MOST
    before = driver.cursor_factory, features.uses_server_side_binding
    driver.cursor_factory, features.uses_server_side_binding = ServerBindingCursor, True
    try:
        yield
    finally:
        driver.cursor_factory, features.uses_server_side_binding = before
