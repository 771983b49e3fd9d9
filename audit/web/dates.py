"""A date typed in three boxes, and a time typed as people write it."""

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

PARTS = ("day", "month", "year")
MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)

Limit = Callable[[datetime.date, datetime.date], bool]
LIMITS: dict[str, Limit] = {
    "in the past": lambda day, today: day < today,
    "today or in the past": lambda day, today: day <= today,
    "today or in the future": lambda day, today: day >= today,
    "in the future": lambda day, today: day > today,
}


class DateInput(forms.MultiWidget):
    """Day, month and year boxes, named dob_day, dob_month and dob_year."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, datetime.datetime):
            value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
        if isinstance(value, str) and (iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)):
            return [str(int(iso[3])), str(int(iso[2])), iso[1]]
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in PARTS)


class DateField(forms.Field):
    """A date. `must_be` is one of LIMITS: "in the past", "today or in the future"…

    Each error's code names the boxes it is about: "day month".
    """

    widget = DateInput

    def __init__(self, *, must_be: str = "", **kwargs: Any) -> None:
        if must_be and must_be not in LIMITS:
            raise ValueError(f"must_be is one of {', '.join(LIMITS)}")
        self.must_be = must_be
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        self._refuse_missing(typed)
        return self._date(*typed)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.must_be and not LIMITS[self.must_be](value, timezone.localdate()):
            raise ValidationError(
                f"{_named(self, 'Date')} must be {self.must_be}", "day month year"
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        if initial and not isinstance(initial, list):
            initial = DateInput().decompress(initial)
        shown = [str(part or "") for part in initial or ["", "", ""]]
        return shown != [str(part or "") for part in data or ["", "", ""]]

    def _refuse_missing(self, typed: Sequence[str]) -> None:
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            what = " and ".join(missing)
            raise ValidationError(
                f"{_named(self, 'Date')} must include a {what}", " ".join(missing)
            )

    def _date(self, day: str, month: str, year: str) -> datetime.date:
        if not re.fullmatch(r"\d{4}", year):
            raise ValidationError("Year must include 4 numbers", "year")
        number = month_number(month)
        if not re.fullmatch(r"\d{1,2}", day) or number is None or not 1900 <= int(year) <= 2200:
            raise self._unreal()
        try:
            return datetime.date(int(year), number, int(day))
        except ValueError:
            raise self._unreal() from None

    def _unreal(self) -> ValidationError:
        return ValidationError(f"{_named(self, 'Date')} must be a real date", "day month year")


def _named(field: forms.Field, what: str) -> str:
    """A field as the subject of a sentence: a question stands in quotation marks."""
    label = str(field.label or what)
    return f"“{label}”" if label.endswith("?") else label


def month_number(text: str) -> int | None:
    """3, 03, Mar or March as 3."""
    if re.fullmatch(r"\d{1,2}", text):  # no longer: a number may be too big to be one
        return int(text)
    return MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in MONTHS else None


class TimeField(forms.Field):
    """A time of day: 14:30, 2.30pm, 1430 or 2pm."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        typed = re.sub(r"[\s.:]", "", str(value).lower())
        try:
            return _time(typed)
        except ValueError:
            raise ValidationError(
                f"{_named(self, 'Time')} must be a time, like 2:30pm or 14:30"
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value


def _time(typed: str) -> datetime.time:
    """Raises ValueError for what is no time."""
    found = re.fullmatch(r"(\d{1,2})(\d\d)?(am|pm)?", typed)
    if not found:
        raise ValueError(typed)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(typed)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return datetime.time(hour, minute)
