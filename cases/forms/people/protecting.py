"""Forms about what warns: alerts, court orders, parental responsibility."""

from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from cases.forms.people.facts import choose
from cases.models import Alert, Person

SOURCE = "Who said so, or the paper it stands in"


class AlertForm(Form):
    """A warning for whoever visits."""

    kind = forms.ChoiceField(
        label="What kind of risk?", choices=Alert.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label="What must a visitor know?", max_length=300)
    source = forms.CharField(label="Source", max_length=200, help_text=SOURCE)
    review_on = DateField(
        label="Look at it again by", called="the day to look at it again", must_be="in the future"
    )


class LookAgainForm(Form):
    """Whether a warning still holds."""

    holds = forms.ChoiceField(
        label="Does it still hold?",
        choices=[("yes", "Yes"), ("no", "No, end it")],
        widget=forms.RadioSelect,
    )
    review_on = DateField(
        label="Look at it again by",
        called="the day to look at it again",
        required=False,
        must_be="in the future",
    )
    reason = forms.CharField(label="How do you know?", max_length=300)
    reveals = {"holds": {"yes": ["review_on"]}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("holds") == "yes" and not data.get("review_on") and "review_on" in data:
            self.add_error("review_on", "Enter when it is looked at again")
        return data


class OrderForm(Form):
    """A court's order about a child."""

    kind = forms.CharField(
        label="What is the order called?", max_length=100, help_text="Such as child arrangements"
    )
    text = forms.CharField(
        label="What does it allow or forbid, and whom?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    restrains = forms.ChoiceField(label="Does it restrain somebody of the family", required=False)
    source = forms.CharField(label="Source", max_length=200, help_text=SOURCE)
    made_on = DateField(
        label="When was it made?", called="the day it was made", must_be="today or in the past"
    )
    ends_on = DateField(label="When does it end?", called="the day it ends", required=False)

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in others}
        choose(self, "restrains", [("", "Nobody of the family"), *_named(self.people)])

    def chosen(self) -> Person | None:
        return self.people.get(self.cleaned_data["restrains"])


class ResponsibilityForm(Form):
    """Who has parental responsibility for a child."""

    holder = forms.ChoiceField(label="Who has parental responsibility", required=False)
    holder_name = forms.CharField(
        label="Or somebody else", required=False, max_length=200, help_text="Such as a council"
    )
    source = forms.CharField(label="How is it known?", max_length=200, help_text=SOURCE)
    from_date = DateField(
        label="Since when?",
        called="the day it began",
        required=False,
        must_be="today or in the past",
    )

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in others}
        choose(self, "holder", [("", "Somebody not of the family"), *_named(self.people)])

    def chosen(self) -> Person | None:
        return self.people.get(self.cleaned_data["holder"])


def _named(people: dict[str, Person]) -> list[tuple[str, str]]:
    return [(key, person.name) for key, person in people.items()]
