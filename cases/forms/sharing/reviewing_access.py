"""The forms of the quarterly access review."""

from django import forms

from audit.web.forms import Form
from cases.models import AccessDecision


class DecisionForm(Form):
    answer = forms.ChoiceField(
        label="Keep or end?", choices=AccessDecision.Answer, widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Why?", widget=forms.Textarea, max_length=2000)


class SignOffForm(Form):
    """Nothing but its button."""
