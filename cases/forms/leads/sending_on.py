"""Forms about a family of another council’s area: sending it on, and what they answered."""

from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form, VersionedForm
from cases.models.sent_on import SentOn
from localities.models import OtherCouncil

SHORT = {"class": "govuk-input--width-20"}


class SendOnForm(Form):
    """To which council, how they were told, and how we know that the family lives there."""

    mark_optional = False

    council = forms.ModelChoiceField(
        OtherCouncil.objects.filter(ended_on__isnull=True),
        label="Which council?",
        required=False,
        empty_label="Not in this list",
    )
    council_name = forms.CharField(
        label="If it is not in the list: its name",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
    )
    secure_email = forms.EmailField(
        label="Secure email of its front door",
        required=False,
        widget=forms.EmailInput(attrs=SHORT),
        help_text="Leave it empty to use the one in the list.",
    )
    phone = forms.CharField(
        label="Telephone of its front door",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=SHORT | {"type": "tel"}),
        help_text="Leave it empty to use the one in the list.",
    )
    how = forms.ChoiceField(
        label="How are they given the details?",
        choices=SentOn.How.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Select how they are given the details"},
    )
    why = forms.CharField(
        label="How do we know that the family lives there?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter how we know that the family lives there"},
    )

    def whom(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("council", "council_name", "secure_email", "phone", "how")
        return {name: given[name] for name in names}


class AnswerForm(VersionedForm):
    """What the other council answered."""

    mark_optional = False

    answer = forms.ChoiceField(
        label="What did they answer?",
        choices=[
            (SentOn.Answer.RECEIPT, "They have the family now"),
            (SentOn.Answer.REFUSAL, "They refuse"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they answered"},
    )
    on = DateField(label="When?", called="the day they answered")
    answered_by = forms.CharField(
        label="Who answered?",
        max_length=200,
        help_text="Name and role.",
        widget=forms.TextInput(attrs=SHORT),
        error_messages={"required": "Enter who answered"},
    )
    words = forms.CharField(
        label="What they said",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where they refuse: why, as they put it.",
    )
