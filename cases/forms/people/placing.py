"""Forms about where somebody stands and lives: family, address, ways to reach them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from audit.web.dates import DateField
from audit.web.forms import Form, VersionedForm
from cases.forms.people.facts import SMALL_BOXES, choose
from cases.models import Address, ContactWay, Couple, Membership, Parentage, Person
from localities.routing import tidy_postcode

NOBODY = [("", "Nobody, or leave as it is")]


class PlaceForm(VersionedForm):
    """Relationship, home, parents and partner within the family.

    Only those old enough are asked after as parents, and as partners.
    """

    relationship = forms.ChoiceField(
        label="Relationship in the family", choices=Membership.Relationship.choices
    )
    household = forms.IntegerField(
        label="Home",
        min_value=1,
        max_value=9,
        help_text="People of one number live together",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    partner = forms.ChoiceField(label="Couple with", required=False)
    state = forms.ChoiceField(
        label="As a couple they are", choices=Couple.State.choices, required=False
    )

    def __init__(
        self, *args: Any, parents: list[Person], partners: list[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others, self.partners = parents, partners
        kinds = [("", "Not a parent"), *Parentage.Kind.choices]
        for other in parents:
            self.fields[f"parent_{other.pk}"] = forms.ChoiceField(
                label=f"{other.name} is their", choices=kinds, required=False
            )
        choose(self, "partner", [*NOBODY, *((str(one.pk), one.name) for one in partners)])
        if not partners:
            del self.fields["partner"], self.fields["state"]

    def parents(self) -> dict[int, str]:
        """The kind of parent, for each of the others who is one."""
        kinds = {one.pk: self.cleaned_data[f"parent_{one.pk}"] for one in self.others}
        return {number: kind for number, kind in kinds.items() if kind}

    def chosen_partner(self) -> Person | None:
        chosen = self.cleaned_data.get("partner")
        return next((one for one in self.partners if str(one.pk) == chosen), None)


class LeaveForm(Form):
    """That somebody no longer belongs to the family the plan is for."""

    on = DateField(label="Since when?", called="the day they left", must_be="today or in the past")
    reason = forms.CharField(
        label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AddressForm(Form):
    """Where somebody lives, and who moved with them."""

    kind = forms.ChoiceField(
        label="What kind of address?", choices=Address.Kind.choices, widget=forms.RadioSelect
    )
    lines = forms.CharField(
        label="Address",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="House, street and town",
    )
    postcode = forms.CharField(
        label="Postcode",
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    on = DateField(
        label="Since when?", called="the day they moved in", must_be="today or in the past"
    )
    safe_address = forms.BooleanField(
        label="This address must not be found",
        required=False,
        help_text="It takes part in no search, match or map, and is never printed",
        widget=forms.CheckboxInput(attrs=SMALL_BOXES),
    )
    others = forms.MultipleChoiceField(
        label="Who else lives there?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=SMALL_BOXES),
    )

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in others}
        choose(self, "others", [(key, one.name) for key, one in self.people.items()])
        if not others:
            del self.fields["others"]

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"]).strip()
        tidy = tidy_postcode(typed)
        if typed and not tidy:
            raise ValidationError("Enter a full postcode, like WV14 0AA")
        return tidy

    def chosen_others(self) -> list[Person]:
        return [self.people[key] for key in self.cleaned_data.get("others", [])]


class WayForm(Form):
    """A way to reach somebody."""

    kind = forms.ChoiceField(
        label="How?", choices=ContactWay.Kind.choices, widget=forms.RadioSelect
    )
    value = forms.CharField(label="Number, address or words", max_length=200)
    safe_to_contact = forms.ChoiceField(
        label="Is it safe for them to be reached this way?",
        choices=ContactWay.Safe.choices,
        widget=forms.RadioSelect,
        help_text="Ask them: who else can see or hear it?",
    )
    note = forms.CharField(
        label="Anything to know", required=False, max_length=200, help_text="Such as when to ring"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        value = data.get("value", "")
        if data.get("kind") == ContactWay.Kind.EMAIL and value and "@" not in value:
            self.add_error("value", "Enter an email address, like name@example.org")
        numbered = data.get("kind") in {ContactWay.Kind.MOBILE, ContactWay.Kind.PHONE}
        if numbered and sum(letter.isdigit() for letter in value) < 6:
            self.add_error("value", "Enter a telephone number, like 01632 960 001")
        return data


class JudgeWayForm(Form):
    """Whether a way to reach somebody is still there and safe."""

    safe_to_contact = forms.ChoiceField(
        label="Is it safe for them to be reached this way?",
        choices=ContactWay.Safe.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Anything to know", required=False, max_length=200)
    ended = forms.BooleanField(
        label="They can no longer be reached this way",
        required=False,
        widget=forms.CheckboxInput(attrs=SMALL_BOXES),
    )
