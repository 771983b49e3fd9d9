"""The children and adults a request names: several of each on one page."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from audit.web.dates import DateField
from audit.web.forms import ItemForm
from audit.web.formsets import AddAnother
from cases.codes import Sex
from cases.models import Membership
from localities.routing import tidy_postcode
from referrals.forms.asking import NOT_A_POSTCODE, line
from referrals.models import ReferralPerson
from referrals.rules.plausible import doubts_about_person

Kind = ReferralPerson.Kind

MOST_PEOPLE = 15
ELSEWHERE = {"elsewhere": {"on": ["address", "postcode"]}}
RELATIONSHIPS = [
    str(choice.label)
    for choice in Membership.Relationship
    if choice != Membership.Relationship.CHILD
]

NAME = forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"})


class PersonForm(ItemForm):
    """Somebody a request names. What cannot be right is said beside the question."""

    mark_optional = False
    kind = Kind.CHILD

    given_name = forms.CharField(label="First name", max_length=100, required=False, widget=NAME)
    family_name = forms.CharField(label="Last name", max_length=100, required=False, widget=NAME)
    elsewhere = forms.BooleanField(label="Lives at another address", required=False)
    address = line(
        "Their address (optional)",
        help_text="Leave it empty for a refuge, or where it must not be known.",
    )
    postcode = forms.CharField(
        label="Their postcode (optional)",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    reveals: ClassVar[dict[str, Any]] = ELSEWHERE

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"]).strip()
        if typed and not tidy_postcode(typed):
            raise forms.ValidationError(NOT_A_POSTCODE)
        return tidy_postcode(typed)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        for name, sentence in doubts_about_person(self.facts(), timezone.localdate()).items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return facts

    def facts(self) -> dict[str, Any]:
        """The answers as fields of ReferralPerson."""
        answers = dict(self.cleaned_data)
        if not answers.pop("elsewhere", False):
            answers |= {"address": "", "postcode": ""}
        return {"kind": self.kind} | {
            name: value for name, value in answers.items() if value not in (None, "")
        }


class ChildForm(PersonForm):
    """A child, or a child who is not born yet."""

    date_of_birth = DateField(
        label="Date of birth",
        required=False,
        help_text="For example, 27 3 2016. Leave it empty if you do not know it.",
    )
    not_born = forms.BooleanField(label="Not born yet", required=False)
    expected_on = DateField(
        label="When is the birth expected?", called="the date of the birth", required=False
    )
    school_name = forms.CharField(
        label="School or nursery (optional)", max_length=200, required=False, widget=NAME
    )
    reveals = {"not_born": {"on": ["expected_on"]}} | ELSEWHERE
    field_order = [
        "given_name",
        "family_name",
        "date_of_birth",
        "not_born",
        "expected_on",
        "school_name",
    ]

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        if facts.pop("not_born", False):
            facts["kind"] = Kind.UNBORN
        else:
            facts.pop("expected_on", None)
        return facts


class AdultForm(PersonForm):
    """An adult of the family."""

    kind = Kind.ADULT

    relationship = forms.ChoiceField(
        label="Who are they to the children?",
        required=False,
        choices=[("", "Choose"), *((words, words) for words in RELATIONSHIPS)],
    )
    field_order = ["given_name", "family_name", "relationship"]


class PartnersChildForm(ChildForm):
    """A child as an agency that works with them can describe them."""

    sex = forms.ChoiceField(
        label="Sex",
        required=False,
        choices=[("F", Sex.FEMALE.label), ("M", Sex.MALE.label), ("U", Sex.NOT_KNOWN.label)],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
    upn = forms.CharField(
        label="Unique pupil number (optional)",
        max_length=13,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false"}),
    )
    field_order = [*ChildForm.field_order[:5], "sex", "school_name", "upn"]

    def clean_upn(self) -> str:
        return str(self.cleaned_data["upn"]).strip().upper()


class PartnersAdultForm(AdultForm):
    """An adult as an agency that works with the family can describe them."""

    date_of_birth = DateField(label="Date of birth (optional)", required=False)
    field_order = [*AdultForm.field_order, "date_of_birth"]


class Children(AddAnother):
    item_name = "child"


class Adults(AddAnother):
    item_name = "adult"


def child_formset(form: type[ChildForm]) -> Any:
    return forms.formset_factory(
        form,
        formset=Children,
        extra=0,
        min_num=1,
        validate_min=False,  # an empty first child says itself what is missing
        max_num=MOST_PEOPLE,
        validate_max=True,
    )


def adult_formset(form: type[AdultForm]) -> Any:
    return forms.formset_factory(
        form, formset=Adults, extra=1, min_num=0, max_num=MOST_PEOPLE, validate_max=True
    )
