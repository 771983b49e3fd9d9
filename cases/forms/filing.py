"""The forms of a case's files."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat

from audit.web.forms import Form


class DocumentForm(Form):
    """A file, what it is, and a word about it. What it may be is judged by its content."""

    title = forms.CharField(
        label="What is it?",
        max_length=120,
        help_text="For example: letter from the school, 12 November. Do not write a name here.",
        error_messages={"required": "Enter what the document is"},
    )
    file = forms.FileField(
        label="File",
        widget=forms.FileInput,
        allow_empty_file=True,  # said by the rule, in its own words
        error_messages={"required": "Select a file", "invalid": "Select a file"},
    )
    note = forms.CharField(label="Note", required=False, max_length=300)

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = filesizeformat(settings.LARGEST_FILE)
        self.fields["file"].help_text = (
            "PDF, Word, Excel, OpenDocument text, PNG, JPEG or plain text, "
            f"up to {largest}. Where a photograph was taken is removed from it."
        )
        if too_large:
            self.fields["file"].error_messages["required"] = (
                f"The selected file must be smaller than {largest}"
            )


class EndDocumentForm(Form):
    why = forms.CharField(
        label="Why is it removed?",
        max_length=300,
        help_text="It leaves this page. That it was here, and your reason, stay on the record.",
        error_messages={"required": "Enter why the document is removed"},
    )
