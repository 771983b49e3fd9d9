"""The questions of the directory’s search."""

from typing import Any

from django import forms

from audit.web.forms import ItemForm
from localities.models import Locality, Topic
from localities.queries.directory import Wanted, languages

OLDEST = 120


class SearchForm(ItemForm):
    """What to look for in the directory. Everything may be left empty."""

    mark_optional = False

    words = forms.CharField(
        label="Words",
        required=False,
        max_length=200,
        help_text="What the family needs, or the name of a service",
    )
    age = forms.IntegerField(
        label="Age",
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    locality = forms.ModelChoiceField(
        Locality.objects.all(), label="Locality", required=False, empty_label="Any locality"
    )
    topic = forms.ChoiceField(
        label="Helps with", required=False, choices=[("", "Anything"), *Topic.choices]
    )
    language = forms.ChoiceField(label="Language", required=False)
    free = forms.BooleanField(label="Only what is free", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = [(language, language) for language in languages()]
        self.fields["language"].choices = [("", "Any language"), *spoken]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted | None:
        """What was asked for, or None where it could not be read."""
        return Wanted(**self.cleaned_data) if self.is_valid() else None
