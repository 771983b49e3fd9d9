"""What the functions that write many rows at once are given (audit/sql/6_many_at_once.sql), and the
lines that are COPYed into their staging tables."""

import json
import re
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.expressions import DatabaseDefault

_MEANS_MORE = re.compile(r"[\\\n\r]")
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def plain_row(row: models.Model) -> str:
    """A row with nothing said, by its columns: what a file has no column for is as in it."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {str(field.column): getattr(row, field.attname) for field in fields}
    said = {name: None if isinstance(v, DatabaseDefault) else v for name, v in values.items()}
    return json.dumps(said, cls=DjangoJSONEncoder)


def line_to_copy(others: Iterable[Any], words: Collection[str]) -> str:
    """A row as a line of COPY’s text format: first what is no text, then the text. It touches no
    database, so it may be written while another row is on its way there."""
    said = "\t".join(words)
    if _MEANS_MORE.search(said) or said.count("\t") >= len(words):
        said = "\t".join(word.translate(_ESCAPED) for word in words)
    return "\t".join([*(_CELL[type(value)](value) for value in others), said])


# What is no text, by its type. A list is of codes, in which nothing needs a quotation mark.
_CELL: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "\\N",
    bytes: lambda value: f"\\\\x{value.hex()}",
    bool: lambda value: "t" if value else "f",
    int: str,
    date: date.isoformat,
    list: lambda value: f"{{{','.join(value)}}}",
}


def to_copy(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
