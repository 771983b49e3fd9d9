"""Rows that hang from a row, brought with it in one query as JSON and made models again."""

from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

M = TypeVar("M", bound=Model)

PERSON = (
    "id",
    "kind",
    "given_name",
    "family_name",
    "known_as",
    "sex",
    "gender",
    "date_of_birth",
    "expected_on",
    "died_on",
)


def array_of(rows: QuerySet[Any], **more: Any) -> ArraySubquery:
    """An array of whole rows; `more` adds other expressions, such as `person_json("holder")`."""
    fields: dict[str, Any] = {f.attname: f.attname for f in rows.model._meta.concrete_fields}
    return ArraySubquery(rows.values(found=JSONObject(**fields, **more)))


def person_json(path: str) -> JSONObject:
    """What names a person and draws them, for the person at the end of `path`."""
    fields: dict[str, Any] = {name: f"{path}__{name}" for name in PERSON}
    return JSONObject(**fields)


def built(model: type[M], row: dict[str, Any]) -> M:
    """A model, not to be saved, from a row of JSON."""
    named = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{key: named[key].to_python(row[key]) for key in row if key in named})
