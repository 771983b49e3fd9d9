"""What a duty worker types: who calls, about which family, and what was said."""

from typing import Any

from django import forms

from audit.web.forms import Form, ItemForm
from cases.models import Contact

FAMILY, PROFESSIONAL, OTHER = "family", "professional", "other"
KINDS = {
    FAMILY: Contact.Kind.PHONE,
    PROFESSIONAL: Contact.Kind.PROFESSIONAL,
    OTHER: Contact.Kind.NOTE,
}
CALLERS = [
    (FAMILY, "Somebody of the family"),
    (PROFESSIONAL, "A professional"),
    (OTHER, "Somebody else"),
]


class CallerForm(ItemForm):
    """Who is calling and why: it stands in the log beside each family that is opened."""

    caller = forms.CharField(
        label="Who is calling?",
        max_length=200,
        help_text="Their name",
        error_messages={"required": "Enter who is calling"},
    )
    caller_kind = forms.ChoiceField(
        label="Who are they?",
        choices=CALLERS,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": "Select who they are"},
    )
    why = forms.CharField(
        label="What is the call about?",
        max_length=300,
        error_messages={"required": "Enter what the call is about"},
    )

    def as_hidden_values(self) -> list[tuple[str, str]]:
        """What was typed, to be sent along with the next press of a button."""
        return [(name, self.cleaned_data[name]) for name in ("caller", "caller_kind", "why")]


class DutyForm(CallerForm):
    """The call, and the family it is about."""

    q = forms.CharField(
        label="About which family?",
        max_length=200,
        help_text="Name, date of birth, reference, NHS number, UPN or postcode",
        error_messages={"required": "Enter what you know of the family, such as a name"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CallForm(Form):
    """What was said in the call."""

    text = forms.CharField(
        label="What was said",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what was said"},
    )
    next_step = forms.CharField(label="What happens next", max_length=300, required=False)

    def words(self, caller: dict[str, Any]) -> str:
        """The contact's text: the caller first."""
        return f"{caller['caller']} called the duty worker. {self.cleaned_data['text']}"
