"""A value of a record in words."""

from datetime import date
from typing import Any


def in_words(field: Any, value: Any) -> str:
    """A value as a reader would say it; a field of a model gives the labels of its choices."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value in (None, "", []):
        return ""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    base = getattr(field, "base_field", field)
    labels = {str(key): str(label) for key, label in getattr(base, "flatchoices", ())}
    if isinstance(value, list):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    return labels.get(str(value), str(value))
