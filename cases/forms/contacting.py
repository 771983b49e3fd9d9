"""The form of a contact: made to be filled in on a phone, outside the door, in under a minute."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from audit.web.dates import DateField, TimeField
from audit.web.forms import Form
from cases.models import Contact, Person
from cases.queries.at_a_contact import AtAContact
from cases.rules.contacting import Written


class ContactForm(Form):
    """Kind, when, who was seen and spoken with, what happened, what is next."""

    mark_optional = False

    kind = forms.ChoiceField(
        label="What kind of contact?",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Select what kind of contact it was"},
    )
    happened_on = DateField(
        label="Date", called="the date of the contact", must_be="today or in the past"
    )
    happened_time = TimeField(label="Time", called="the time of the contact")
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
    adults_spoken_with = forms.MultipleChoiceField(
        label="Adults spoken with (optional)",
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
    field_order = ("kind", "children_seen", "adults_spoken_with", "no_access", "text", "next_step")

    def __init__(
        self, *args: Any, people: AtAContact, manager: bool = False, **kwargs: Any
    ) -> None:
        now = timezone.localtime()
        kwargs["initial"] = {"happened_on": now.date(), "happened_time": now.time()} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        self.children = {str(child.pk): child for child in people.children}
        self.adults = {str(adult.pk): adult for adult, _ in people.adults}
        self._choose("kind", _kinds(manager))
        self._choose("children_seen", [(key, child.name) for key, child in self.children.items()])
        self._choose(
            "adults_spoken_with", [(str(one[0].pk), _called(*one)) for one in people.adults]
        )
        for key, child in self.children.items():
            self.fields[f"alone_{key}"] = forms.BooleanField(
                label=f"{child.name} was seen alone",
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes--small"}),
            )
        self.reveals = {  # type: ignore[misc]
            "children_seen": {key: [f"alone_{key}"] for key in self.children}
        }
        if not people.children:
            del self.fields["children_seen"]
        if not people.adults:
            del self.fields["adults_spoken_with"]

    def happened_at(self) -> datetime:
        """The moment it happened; today without a changed time is never ahead of the clock."""
        data = self.cleaned_data
        typed = datetime.combine(data["happened_on"], data["happened_time"])
        return timezone.make_aware(typed)

    def written(self) -> Written:
        """What was typed, as far as it is whole, for the rules."""
        data = self.cleaned_data
        dated = {"happened_on", "happened_time"} <= data.keys()
        return Written(
            kind=data.get("kind", ""),
            happened_at=self.happened_at() if dated else None,
            text=data.get("text", ""),
            children_seen=self.seen(),
            adults_spoken_with=self.spoken_with(),
            no_access=data.get("no_access", False),
        )

    def seen(self) -> list[Person]:
        return [self.children[key] for key in self.cleaned_data.get("children_seen", [])]

    def alone(self) -> list[Person]:
        return [child for child in self.seen() if self.cleaned_data.get(f"alone_{child.pk}")]

    def spoken_with(self) -> list[Person]:
        return [self.adults[key] for key in self.cleaned_data.get("adults_spoken_with", [])]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _called(adult: Person, relationship: str) -> str:
    return f"{adult.name} ({relationship})" if relationship else adult.name


def _kinds(manager: bool) -> list[tuple[str, str]]:
    return [
        (str(value), str(label))
        for value, label in Contact.Kind.choices
        if value != Contact.Kind.SURGERY and (manager or value != Contact.Kind.OVERSIGHT)
    ]
