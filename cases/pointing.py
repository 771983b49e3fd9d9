"""What points at a person: every foreign key of every app, and every item named by kind and number.

Nothing is listed by hand: a key that is added tomorrow is found as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from cases.models import ClosedIdentity, Dispute, Merge, Person, Withheld
from cases.withholding.kinds import kinds

# What is about two records as two, or about an identity that is never merged.
NOT_HANGING: tuple[type[models.Model], ...] = (Merge, ClosedIdentity)
# Rows that name an item by its kind and number. What was given to an agency is not among them:
# another row's words were not given.
NAMING: tuple[tuple[type[models.Model], str, str], ...] = (
    (Withheld, "kind", "row_id"),
    (Dispute, "item_kind", "item_id"),
)


@dataclass(frozen=True)
class Pointer:
    """A column that holds a row's number; `only` narrows it to the rows in which it does."""

    model: type[models.Model]
    column: str
    only: tuple[tuple[str, str], ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def rows(self, number: int) -> "models.QuerySet[Any]":
        """The rows that point at this number, by their own."""
        rows: models.QuerySet[Any] = self.model._base_manager.filter(
            **{self.column: number}, **dict(self.only)
        )
        return rows.order_by("pk")


def pointers_to(target: type[models.Model]) -> list[Pointer]:
    """Every column of every table that points at rows of `target`."""
    return [*_keys(target), *_named(target)]


def related_in(one: Person, other: Person) -> list[models.Model]:
    """Rows that say something of the two as two people: a parent and child, a couple."""
    by_model: dict[type[models.Model], list[Pointer]] = {}
    for pointer in pointers_to(Person):
        by_model.setdefault(pointer.model, []).append(pointer)
    found: list[models.Model] = []
    for columns in by_model.values():
        for first in columns:
            for second in columns:
                if first.column != second.column:
                    both = {second.column: other.pk, **dict(second.only)}
                    found.extend(first.rows(one.pk).filter(**both))
    return found


def _keys(target: type[models.Model]) -> Iterator[Pointer]:
    for model in apps.get_models(include_auto_created=True):
        if model in NOT_HANGING or model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is target:
                yield Pointer(model, field.attname)


def _named(target: type[models.Model]) -> Iterator[Pointer]:
    names = {kind.key for kind in kinds().values() if kind.model is target}
    for name in sorted(names | {target._meta.label_lower}):
        for model, kind, number in NAMING:
            yield Pointer(model, number, ((kind, name),))
