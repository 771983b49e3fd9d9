"""The form with which a file of requests is brought."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from audit.web.forms import Form, VersionedForm

TOO_LARGE = (
    "The selected file must be smaller than {largest}. Divide it, without parting rows of one "
    "request, or have it imported from the command line"
)


class ImportForm(Form):
    """A file. What it may be is judged by its content."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,  # said by the rule, in its own words
        error_messages={"required": "Select a file", "invalid": "Select a file"},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = filesizeformat(settings.LARGEST_FILE).replace(".0", "")
        self.fields["file"].help_text = f"CSV, best as “CSV UTF-8”, up to {largest}."
        if too_large:
            said = TOO_LARGE.format(largest=largest)
            self.fields["file"].error_messages["required"] = said


class AnswerForm(VersionedForm):
    """Import it, or delete it: a button."""
