"""The form of a contact: made to be filled in on a phone, outside the door, in under a minute."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from audit.web.dates import DateField, TimeField
from audit.web.forms import Form
from cases.models import Contact, Person


class ContactForm(Form):
    """Kind, when, which children were seen, what happened, what is next."""

    mark_optional = False

    kind = forms.ChoiceField(
        label="What kind of contact?",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Select what kind of contact it was"},
    )
    happened_on = DateField(label="Date", must_be="today or in the past")
    happened_time = TimeField(label="Time")
    no_access = forms.BooleanField(
        label="Tried, but nobody was seen or reached",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes--small"}),
    )
    children_seen = forms.MultipleChoiceField(
        label="Children seen",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    text = forms.CharField(
        label="What happened?",
        required=False,
        max_length=8000,
        help_text="What you saw and heard. Keep what people said apart from what you think.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_step = forms.CharField(label="Next step (optional)", required=False, max_length=300)

    def __init__(
        self, *args: Any, children: list[Person], manager: bool = False, **kwargs: Any
    ) -> None:
        now = timezone.localtime()
        kwargs["initial"] = {"happened_on": now.date(), "happened_time": now.time()} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.children = {str(child.pk): child for child in children}
        self._choose("kind", _kinds(manager))
        self._choose("children_seen", [(key, child.name) for key, child in self.children.items()])
        for key, child in self.children.items():
            self.fields[f"alone_{key}"] = forms.BooleanField(
                label=f"{child.name} was seen alone",
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes--small"}),
            )
        self.reveals = {  # type: ignore[misc]
            "children_seen": {key: [f"alone_{key}"] for key in self.children}
        }
        if not children:
            del self.fields["children_seen"]

    def happened_at(self) -> datetime:
        """The moment it happened; today without a changed time is never ahead of the clock."""
        data = self.cleaned_data
        typed = datetime.combine(data["happened_on"], data["happened_time"])
        return timezone.make_aware(typed)

    def seen(self) -> list[Person]:
        return [self.children[key] for key in self.cleaned_data.get("children_seen", [])]

    def alone(self) -> list[Person]:
        return [child for child in self.seen() if self.cleaned_data.get(f"alone_{child.pk}")]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _kinds(manager: bool) -> list[tuple[str, str]]:
    return [
        (str(value), str(label))
        for value, label in Contact.Kind.choices
        if value != Contact.Kind.SURGERY and (manager or value != Contact.Kind.OVERSIGHT)
    ]
