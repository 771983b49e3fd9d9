"""The base of every row that people edit."""

from typing import Any, Self

from django.db import models
from django.db.models import F


class Stale(Exception):
    """Somebody else changed this record after it was opened for editing.

    The page shows both versions and keeps what was typed; nothing has been written.
    """

    def __init__(self, record: models.Model) -> None:
        self.record = record
        super().__init__(
            "Someone else changed this while you were working. "
            "Check what they wrote, then save yours again."
        )


class Versioned(models.Model):
    """A row that can be edited: each change names the version it was made on."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def change(self, *, expected: int | None = None, **values: Any) -> Self:
        """Write `values` if the row still has the version it was read with, else raise Stale.

        `expected` is the version the editor's form was drawn from; without it, this
        instance's own.
        """
        was = self.version if expected is None else expected
        rows = type(self)._base_manager.filter(pk=self.pk, version=was)
        for name, value in values.items():
            setattr(self, name, value)
        stored = {f.attname: f.pre_save(self, False) for f in self._derived_fields()}
        if not rows.update(**values, **stored, version=F("version") + 1):
            raise Stale(self)
        self.version = was + 1
        return self

    def _derived_fields(self) -> list[Any]:
        return [field for field in self._meta.concrete_fields if hasattr(field, "source")]
