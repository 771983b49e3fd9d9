"""What came of asking a family how it goes after its case closed."""

from django import forms

from audit.web.forms import VersionedForm
from cases.models import ClosureCall


class CallForm(VersionedForm):
    """Nothing is chosen beforehand: silence is not a finding."""

    mark_optional = False

    came_of = forms.ChoiceField(
        label="What came of it?",
        choices=ClosureCall.CameOf.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what came of it"},
    )
    said_by = forms.CharField(
        label="Who said how things are?",
        required=False,
        max_length=200,
        help_text="Needed when they told us",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    how = forms.CharField(
        label="How are things?",
        required=False,
        max_length=4000,
        help_text="Needed when they told us. In their words",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_step = forms.CharField(
        label="What next? (optional)",
        required=False,
        max_length=2000,
        help_text="For example, a service they were told of, or that they ask for help again",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
