"""A date under a question."""

from typing import Any

from audit.web.dates import DateField


class DateAsked(DateField):
    """A date whose label is a question: its messages say "Date must …", not the question."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": "Enter the date"} | kwargs.pop("error_messages", {})
        super().__init__(error_messages=messages, **kwargs)

    def clean(self, value: Any) -> Any:
        question, self.label = self.label, "Date"
        try:
            return super().clean(value)
        finally:
            self.label = question
