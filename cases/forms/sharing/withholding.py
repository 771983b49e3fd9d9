"""Forms about what is not to be shared with whom, who acts for whom, and copies."""

from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from cases.forms.people.facts import choose
from cases.models import Person, Withheld
from cases.withholding.copies import Beside
from localities.models import Agency

OTHER = "other"


class WhomFields(Form):
    """Somebody of the family, or somebody known by name."""

    whom = forms.ChoiceField(label="Who", widget=forms.RadioSelect)
    name = forms.CharField(label="Their name", required=False, max_length=200)

    reveals = {"whom": {OTHER: ["name"]}}

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        named = [(key, person.name) for key, person in self.people.items()]
        choose(self, "whom", [*named, (OTHER, "Somebody else")])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("whom") == OTHER and not (data.get("name") or "").strip():
            self.add_error("name", "Enter their name")
        return data

    def chosen(self) -> dict[str, Any]:
        """The person, or the name, as the verbs take it."""
        person = self.people.get(self.cleaned_data["whom"])
        return {"person": person, "name": "" if person else self.cleaned_data["name"]}


class WithholdForm(WhomFields):
    """With whom an item is not to be shared, and why."""

    why = forms.ChoiceField(label="Why?", choices=Withheld.Why.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="What somebody must know who wants to share it",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["one_time_key", "whom", "name", "why", "words"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].label = "With whom is it not to be shared?"


class LiftForm(Form):
    """Why something may be shared again."""

    reason = forms.CharField(
        label="Why may it be shared with them again?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Say who agreed, and how you know that it is safe.",
    )


class ActsForForm(WhomFields):
    """Which agency acts for whom."""

    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.filter(ended_on__isnull=True),
        widget=forms.Select(attrs={"data-autocomplete": ""}),
        help_text="It gets what this person may get, and nothing that is kept from them.",
    )
    field_order = ["one_time_key", "agency", "whom", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].label = "For whom does it act?"


class ProposedForm(Form):
    """Which of what is proposed is not to be shared with somebody."""

    items = forms.MultipleChoiceField(
        label="What is not to be shared", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = items


class RecipientForm(Form):
    """For whom a copy is made."""

    whom = forms.ChoiceField(label="Who gets this copy?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, whom: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "whom", whom)


class MakeCopyForm(Form):
    """What becomes of each text that is held back, and that both versions were looked at."""

    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, beside: Beside, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = beside.digest
        reveals = {}
        for row in beside.held:
            self.fields[f"what-{row.key}"] = forms.ChoiceField(
                label=f"“{row.whole.label}” tells what is not to be shared. What stands there?",
                choices=[
                    ("out", "Leave this text out"),
                    ("instead", "Put other words in its place"),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say what becomes of “{row.whole.label}”"},
            )
            self.fields[f"words-{row.key}"] = forms.CharField(
                label="The words in its place",
                required=False,
                max_length=10000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            reveals[f"what-{row.key}"] = {"instead": [f"words-{row.key}"]}
        self.reveals = reveals  # type: ignore[misc]
        self.fields["looked"] = forms.BooleanField(
            label=f"I have looked at both versions. This is for {beside.audience.title} alone.",
            error_messages={"required": "Confirm that you have looked at both versions"},
        )
        self._keys = [row.key for row in beside.held]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for key in self._keys:
            if data.get(f"what-{key}") == "instead" and not data.get(f"words-{key}"):
                self.add_error(f"words-{key}", "Enter the words in its place")
        return data

    def decisions(self) -> dict[str, str | None]:
        data = self.cleaned_data
        return {
            key: data[f"words-{key}"] if data[f"what-{key}"] == "instead" else None
            for key in self._keys
        }


class GiveForm(Form):
    """To which agency an adult's own information is given, why, and until when."""

    agency = forms.ModelChoiceField(
        label="To which agency?", queryset=Agency.objects.filter(ended_on__isnull=True)
    )
    why = forms.CharField(
        label="Why do they need it?", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    until = DateField(
        label="Until when?",
        called="the last day they may have it",
        required=False,
        must_be="in the future",
    )
