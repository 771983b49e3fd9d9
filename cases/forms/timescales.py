"""What an administrator types to change how long there is for something."""

from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from localities.models import Timescale

NARROW = forms.NumberInput(attrs={"class": "govuk-input--width-3"})


class ChangeForm(Form):
    """How long there is from a day on, or that it falls due no more."""

    length = forms.IntegerField(
        label="How long",
        min_value=1,
        max_value=260,
        widget=NARROW,
        error_messages={"required": "Enter how long there is, as a number"},
    )
    unit = forms.ChoiceField(label="Counted in", choices=Timescale.Unit.choices)
    owner = forms.ChoiceField(label="Whose work it is", choices=Timescale.Owner.choices)
    because = forms.CharField(
        label="Why, in words that stand after the date",
        max_length=150,
        help_text="For example, “six weeks since the last TAF”",
        error_messages={"required": "Enter why, in words that stand after the date"},
    )
    from_date = DateField(
        label="From which day",
        must_be="in the future",
        help_text="What is due already keeps its date",
        error_messages={"required": "Enter the day from which this applies"},
    )
    ends = forms.BooleanField(label="From that day it falls due no more", required=False)

    def said(self) -> dict[str, Any]:
        names = ("length", "unit", "owner", "because", "from_date")
        return {name: self.cleaned_data[name] for name in names}


class AddForm(ChangeForm):
    """Something more that falls due."""

    due = forms.CharField(
        label="What is due",
        max_length=100,
        error_messages={"required": "Enter what is due"},
    )
    starts_with = forms.ChoiceField(label="Counted from", choices=Timescale.Happening.choices)
    ends_with = forms.ChoiceField(label="Done by", choices=Timescale.Happening.choices)
    ends = None  # type: ignore[assignment]
    field_order = ("due", "starts_with", "ends_with")

    def said(self) -> dict[str, Any]:
        names = ("due", "starts_with", "ends_with")
        return super().said() | {name: self.cleaned_data[name] for name in names}
