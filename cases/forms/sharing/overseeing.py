"""What was found when an unusual access was looked into."""

from django import forms

from audit.models import Finding
from audit.web.forms import Form


class FindingForm(Form):
    verdict = forms.ChoiceField(
        label="What did you find?", choices=Finding.Verdict, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="What did you do to find out?", widget=forms.Textarea, max_length=2000
    )
