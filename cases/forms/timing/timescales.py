"""What an administrator types to change how long there is for something."""

from dataclasses import fields
from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from localities.actions.timing import Terms
from localities.models import Timescale

NARROW = forms.NumberInput(attrs={"class": "govuk-input--width-3"})


class ChangeForm(Form):
    """How long there is from a day on, or that it falls due no more."""

    length = forms.IntegerField(
        label="How long",
        min_value=1,
        max_value=260,
        widget=NARROW,
        error_messages={
            "required": "Enter how long there is, as a number",
            "invalid": "How long there is must be a whole number, such as 10",
            "min_value": "How long there is must be 1 or more",
            "max_value": "How long there is must be 260 or fewer",
        },
    )
    unit = forms.ChoiceField(
        label="Counted in",
        choices=Timescale.Unit.choices,
        error_messages={"required": "Select what the time is counted in"},
    )
    owner = forms.ChoiceField(label="Whose work it is", choices=Timescale.Owner.choices)
    because = forms.CharField(
        label="Why, in words that stand after the date",
        max_length=150,
        help_text="For example, “six weeks since the last TAF”",
        error_messages={"required": "Enter why, in words that stand after the date"},
    )
    escalates_to = forms.ChoiceField(
        label="Who else is told when it is late?",
        required=False,
        choices=[("", "Nobody else"), *Timescale.Level.choices],
        help_text="In their letter of the morning. Whose work it is does not change",
    )
    escalates_after = forms.IntegerField(
        label="After how many working days",
        required=False,
        min_value=1,
        max_value=60,
        widget=NARROW,
        help_text="Counted from the day it was due",
        error_messages={
            "invalid": "Working days until somebody else is told must be a whole number, such as 2",
            "min_value": "Working days until somebody else is told must be 1 or more",
            "max_value": "Working days until somebody else is told must be 60 or fewer",
        },
    )
    from_date = DateField(
        label="From which day",
        called="the day from which this applies",
        must_be="in the future",
        help_text="What is due already keeps its date",
    )
    ends = forms.BooleanField(label="From that day it falls due no more", required=False)

    @property
    def terms(self) -> Terms:
        return Terms(**{one.name: self.cleaned_data[one.name] for one in fields(Terms)})

    def said(self) -> dict[str, Any]:
        return {"terms": self.terms, "from_date": self.cleaned_data["from_date"]}


class AddForm(ChangeForm):
    """Something more that falls due."""

    due = forms.CharField(
        label="What is due",
        max_length=100,
        error_messages={"required": "Enter what is due"},
    )
    starts_with = forms.ChoiceField(
        label="Counted from",
        choices=Timescale.Happening.choices,
        error_messages={"required": "Select what the time is counted from"},
    )
    ends_with = forms.ChoiceField(
        label="Done by",
        choices=Timescale.Happening.choices,
        error_messages={"required": "Select by what it is done"},
    )
    ends = None  # type: ignore[assignment]
    field_order = ("due", "starts_with", "ends_with")

    def said(self) -> dict[str, Any]:
        names = ("due", "starts_with", "ends_with")
        return super().said() | {name: self.cleaned_data[name] for name in names}
