"""The forms of “Is anyone already helping?”"""

from typing import Any

from django import forms

from audit.text import fold
from audit.web.dates import DateField
from audit.web.forms import Form
from cases.forms.people.facts import NARROW, WIDE, _read
from cases.models import Asking
from cases.numbers import read_nhs_number, read_upn
from localities.routing import tidy_postcode

ONE_OF = "Enter the postcode, or an NHS number or UPN"


class HelpingForm(Form):
    """Why somebody may ask, and about whom. The more exact, the surer the answer."""

    reason = forms.ChoiceField(
        label="Why may you ask?", choices=Asking.Reason.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label="What makes you ask now?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="One or two sentences. They are kept with your question.",
    )
    given_name = forms.CharField(label="First name", max_length=100, widget=WIDE)
    family_name = forms.CharField(label="Last name", max_length=100, widget=WIDE)
    born = DateField(label="Date of birth", must_be="today or in the past")
    postcode = forms.CharField(
        label="Postcode they live at", required=False, max_length=12, widget=NARROW
    )
    nhs_number = forms.CharField(label="NHS number", required=False, max_length=20, widget=NARROW)
    upn = forms.CharField(label="Unique pupil number", required=False, max_length=20, widget=NARROW)

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"]).strip()
        if typed and not tidy_postcode(typed):
            raise forms.ValidationError("Enter a full postcode, like WV14 0AA")
        return tidy_postcode(typed)

    def clean_nhs_number(self) -> str:
        return _read(read_nhs_number, self.cleaned_data["nhs_number"])

    def clean_upn(self) -> str:
        return _read(read_upn, self.cleaned_data["upn"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("given_name", "family_name"):
            if data.get(name) and not fold(data[name]):
                self.add_error(name, "Enter the name in letters")
        numbers = ("postcode", "nhs_number", "upn")
        if not any(data.get(name) or name in self.errors for name in numbers):
            self.add_error("postcode", ONE_OF)
        return data


class CallForm(Form):
    """A number the family's lead may call."""

    handle = forms.UUIDField(widget=forms.HiddenInput)
    phone = forms.CharField(
        label="Your telephone number",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "type": "tel"}),
    )
    words = forms.CharField(
        label="What is the call about?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class CalledForm(Form):
    """That the call was made."""

    words = forms.CharField(
        label="What was said, as far as the record needs it",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
