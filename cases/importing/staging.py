"""What the functions that write many rows at once are given (audit/sql/6_many_at_once.sql)."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.expressions import DatabaseDefault


def plain_row(row: models.Model) -> str:
    """A row with nothing said, by its columns: what a file has no column for is as in it."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    values = {str(field.column): getattr(row, field.attname) for field in fields}
    said = {name: None if isinstance(v, DatabaseDefault) else v for name, v in values.items()}
    return json.dumps(said, cls=DjangoJSONEncoder)
