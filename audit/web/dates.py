"""A date typed in three boxes, and a time typed as people write it."""

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.web.messages import plain

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

    `called` is what messages call it where its label is a question, or says too little without
    its page: "the date of the order". Each error's code names the boxes it is about: "day month".
    """

    widget = DateInput

    def __init__(self, *, must_be: str = "", called: str = "", **kwargs: Any) -> None:
        if must_be and must_be not in LIMITS:
            raise ValueError(f"must_be is one of {', '.join(LIMITS)}")
        self.must_be = must_be
        self.called = called
        kwargs["error_messages"] = _required(called) | kwargs.get("error_messages", {})
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
            raise ValidationError(f"{self._what()} must be {self.must_be}", "day month year")

    def has_changed(self, initial: Any, data: Any) -> bool:
        if initial and not isinstance(initial, list):
            initial = DateInput().decompress(initial)
        shown = [str(part or "") for part in initial or ["", "", ""]]
        return shown != [str(part or "") for part in data or ["", "", ""]]

    def _refuse_missing(self, typed: Sequence[str]) -> None:
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            what = " and ".join(missing)
            raise ValidationError(f"{self._what()} must include a {what}", " ".join(missing))

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

    def _what(self) -> str:
        return _subject(self) or "Date"

    def _unreal(self) -> ValidationError:
        return ValidationError(f"{self._what()} must be a real date", "day month year")


def _subject(field: "DateField | TimeField") -> str:
    """How an error calls it: as it is called, or by its label; "" where that is a question, for
    “When was it made? must be a real date” is no sentence."""
    label = field.called or plain(str(field.label or ""))
    return "" if "?" in label else f"{label[:1].upper()}{label[1:]}"


def _required(called: str) -> dict[str, str]:
    return {"required": f"Enter {called}"} if called else {}


def month_number(text: str) -> int | None:
    """3, 03, Mar or March as 3."""
    if re.fullmatch(r"\d{1,2}", text):  # no longer: a number may be too big to be one
        return int(text)
    return MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in MONTHS else None


class TimeField(forms.Field):
    """A time of day: 14:30, 2.30pm, 1430 or 2pm. `called` as of a date."""

    def __init__(self, *, called: str = "", **kwargs: Any) -> None:
        self.called = called
        kwargs["error_messages"] = _required(called) | kwargs.get("error_messages", {})
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-5"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.time | None:
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        typed = re.sub(r"[\s.:]", "", str(value).lower())
        try:
            return _time(typed)
        except ValueError:
            subject = _subject(self)
            asked = f"{subject} must be" if subject else "Enter"
            raise ValidationError(f"{asked} a time, like 2:30pm or 14:30") from None

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
