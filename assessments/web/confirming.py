"""Forms that only confirm, and the manager's verdict."""

from typing import Any

from django import forms

from audit.web.forms import Form, VersionedForm


class StartForm(Form):
    """Nothing to fill in: the assessment is filled with what was sent."""


class SubmitForm(VersionedForm):
    """Nothing to fill in, unless others still write: then why it goes without them."""

    mark_optional = False

    def __init__(self, *args: Any, out: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if out:
            self.fields["without"] = forms.CharField(
                label="Why do you not wait for them?",
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="They are told that it is no longer asked of them.",
                error_messages={"required": "Enter why you do not wait for them"},
            )


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
