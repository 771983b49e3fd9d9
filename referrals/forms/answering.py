"""The form in which the desk says how a sender was told, or why not."""

from typing import Any

from django import forms

from audit.web.forms import Form
from referrals.models import Answer, Event

Way = Answer.Way
NOT_TOLD_HINT = "Such as: it would put somebody at risk, or they left no way to be told."


class AnswerForm(Form):
    """How they were told. Nothing is preselected."""

    mark_optional = False

    event = forms.ChoiceField(
        label="What were they told of?",
        choices=[(value, label) for value, label in Event.choices if value != Event.RECEIVED],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
    way = forms.ChoiceField(
        label="How?",
        choices=[(way.value, way.label) for way in (Way.PHONE, Way.LETTER, Way.IN_PERSON)]
        + [(Way.NOT_TOLD.value, "They are not told")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how they were told, or that they are not"},
    )
    text = forms.CharField(
        label="What were they told?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    why_not = forms.CharField(
        label="Why not?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_TOLD_HINT,
    )
    reveals = {"way": {Way.NOT_TOLD: ["why_not"]}}

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        name = "why_not" if answers.get("way") == Way.NOT_TOLD else "text"
        if answers.get("way") and not answers.get(name):
            said = (
                "Enter why they are not told" if name == "why_not" else "Enter what they were told"
            )
            self.add_error(name, said)
        return answers

    def words(self) -> str:
        told = self.cleaned_data["way"] != Way.NOT_TOLD
        return str(self.cleaned_data["text" if told else "why_not"])
