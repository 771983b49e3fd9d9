"""That the clock of something due stands still."""

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form


class PauseForm(Form):
    """Why, and until when."""

    reason = forms.CharField(
        label="Why does the clock stand still?",
        max_length=300,
        help_text="For example, the family is away until the end of the holidays",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the clock stands still"},
    )
    until = DateField(
        label="On which day does it go on?",
        called="the day on which the clock goes on",
        must_be="in the future",
        help_text="30 working days from today at most",
    )
