"""The form that tries a form."""

from django import forms

from audit.web.forms import Form


class TryForm(Form):
    """The file of a version that is not published."""

    file = forms.FileField(
        label="The form’s file",
        help_text="A YAML file as in assessments/forms. It is read and shown, and not published.",
        widget=forms.FileInput,
        error_messages={
            "required": "Select a file",
            "invalid": "Select a file",
            "empty": "The selected file is empty",
        },
    )
