"""Forms that only confirm, and the manager's verdict."""

from django import forms

from audit.web.forms import Form, VersionedForm


class StartForm(Form):
    """Nothing to fill in: the assessment is filled with what was sent."""


class SubmitForm(VersionedForm):
    """Nothing to fill in: the assessment is whole."""


class VerdictForm(VersionedForm):
    """The manager's verdict: which button was pressed, and the comments."""

    comments = forms.CharField(
        label="Comments",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Needed if you return it. The writers see them above every section.",
    )
    mark_optional = False
