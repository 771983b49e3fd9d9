"""Forms about a draft: handing it on, deleting it."""

from typing import Any

from django import forms

from audit.web.forms import Form


class HandOnForm(Form):
    """A colleague who goes on with it."""

    to = forms.ChoiceField(label="Who goes on with it?")

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Select one"), *((key, one.name) for key, one in self.people.items())]

    def chosen(self) -> Any:
        return self.people[self.cleaned_data["to"]]


class DeleteForm(Form):
    """Nothing but the key: the button says what is meant."""
