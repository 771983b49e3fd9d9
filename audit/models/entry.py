"""What every entry of the record of deeds and looks has: its place in time and its seal's salt."""

import uuid
from typing import Any

from django.contrib.postgres.functions import RandomUUID
from django.db import models


class CurrentTimestamp(models.Func):
    template = "CURRENT_TIMESTAMP"
    arity = 0


class CurrentTransaction(models.Func):
    template = "pg_current_xact_id()::text::bigint"
    arity = 0


class Entry(models.Model):
    """An entry that is written once. The database itself fills in these columns.

    `written` is when the transaction began by the database's clock, `xid` which transaction it
    was. `salt` makes the digest of what the entry says impossible to guess; it goes when the
    content is erased by law, and the chain still holds.
    """

    written = models.DateTimeField(db_default=CurrentTimestamp(output_field=models.DateTimeField()))
    xid = models.BigIntegerField(
        db_default=CurrentTransaction(output_field=models.BigIntegerField())
    )
    salt = models.UUIDField(null=True, db_default=RandomUUID())

    class Meta:
        abstract = True

    @property
    def erased(self) -> bool:
        """Whether what it said was erased by law."""
        salt: Any = self.salt
        return not isinstance(salt, uuid.UUID | models.expressions.DatabaseDefault)
