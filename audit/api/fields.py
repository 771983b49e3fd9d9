"""Fields of a body that are taken as they are, or named as wrong: nothing is guessed."""

import re
from datetime import date, time
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")
NO_SUCH_FIELD = "There is no such field. /api/v1/schema/ lists what there is."


def needed(words: str) -> dict[str, Any]:
    """What is said where this field is missing or empty."""
    return dict.fromkeys(("required", "blank", "null"), f"{words.rstrip('.')}.")


class Text(serializers.CharField):
    """Text; a number or a yes is not text. Null says the same as nothing."""

    default_error_messages = {
        "invalid": "Send text.",
        "required": "This is needed.",
        "blank": "This is needed.",
        "null": "This is needed.",
        "max_length": "Send at most {max_length} characters.",
    }

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("required", True):
            kwargs = {"allow_blank": True, "allow_null": True, "default": ""} | kwargs
            kwargs.pop("required")
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        empty, value = super().validate_empty_values(data)
        return empty, "" if empty and value is None else value


class Day(serializers.DateField):
    """A day, like 2016-03-27. Null and empty text say that it is not known."""

    default_error_messages = {"invalid": "Send a date like 2016-03-27."}

    def __init__(self, **kwargs: Any) -> None:
        if not kwargs.get("required"):
            kwargs = {"allow_null": True, "default": None} | kwargs
        super().__init__(**kwargs)

    def to_internal_value(self, value: Any) -> date:
        found = _day(value)
        if found is None:
            self.fail("invalid")
        return found

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        return super().validate_empty_values(None if data == "" else data)


@extend_schema_field({"type": "string", "pattern": _TIME.pattern, "nullable": True})
class Clock(serializers.TimeField):
    """A time of day, like 21:40. Null and empty text say that it is not known."""

    default_error_messages = {"invalid": "Send a time like 21:40."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_null": True, "default": None} | kwargs)

    def to_internal_value(self, value: Any) -> time:
        try:
            found = time.fromisoformat(value) if _TIME.fullmatch(value) else None
        except (TypeError, ValueError):
            found = None
        if found is None:
            self.fail("invalid")
        return found

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        return super().validate_empty_values(None if data == "" else data)


def _day(value: Any) -> date | None:
    try:
        found = date.fromisoformat(value) if _ISO.fullmatch(value) else None
    except (TypeError, ValueError):
        return None
    return found if found and 1850 <= found.year <= 2200 else None


class Choice(serializers.ChoiceField):
    """One of a list of words."""

    default_error_messages = {
        "invalid_choice": "“{input}” is not one of the choices in /api/v1/codes/.",
        "required": "This is needed.",
        "null": "This is needed.",
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=str(data)[:40])
        if data == "" and self.allow_blank:
            return ""
        if data == "" and self.required:
            self.fail("required")
        if data not in self.choice_strings_to_values:
            self.fail("invalid_choice", input=data[:40])
        return self.choice_strings_to_values[data]


class Flag(serializers.BooleanField):
    """true or false."""

    default_error_messages = {"invalid": "Send true or false."}

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class Body(serializers.Serializer[Any]):
    """An object whose names are all known: one that is not would be lost without a word."""

    default_error_messages = {"invalid": "Send an object: {{…}}."}

    def to_internal_value(self, data: Any) -> Any:
        strangers = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as wrong:
            raise serializers.ValidationError(_with_strangers(wrong.detail, strangers)) from None
        if strangers:
            raise serializers.ValidationError(_with_strangers({}, strangers))
        return value


def _with_strangers(detail: Any, strangers: list[str]) -> Any:
    return {**detail, **{name[:60]: [NO_SUCH_FIELD] for name in strangers}}
