"""Forms about who somebody is: facts, a birth, a new member of the family."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from audit.web.dates import DateField
from audit.web.forms import Form, ItemForm, VersionedForm
from cases.codes import Disability, Ethnicity, Gender, SendSupport, Sex
from cases.models import Membership, Person
from cases.numbers import read_nhs_number, read_upn
from localities.models import Agency

SMALL_BOXES = {"class": "govuk-checkboxes--small"}
WIDE = forms.TextInput(attrs={"class": "govuk-input--width-20"})
NARROW = forms.TextInput(attrs={"class": "govuk-input--width-10"})


class FactsFields(ItemForm):
    """What is recorded of a person, born or not."""

    given_name = forms.CharField(label="Given names", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    known_as = forms.CharField(
        label="Known as",
        required=False,
        max_length=100,
        help_text="If people call them by another given name",
    )
    date_of_birth = DateField(label="Date of birth", required=False, must_be="today or in the past")
    date_of_birth_estimated = forms.BooleanField(
        label="The date of birth is an estimate",
        required=False,
        widget=forms.CheckboxInput(attrs=SMALL_BOXES),
    )
    expected_on = DateField(label="Expected date of birth", required=False)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, initial=Sex.NOT_KNOWN)
    gender = forms.ChoiceField(label="Gender", choices=Gender.choices)
    ethnicity = forms.ChoiceField(label="Ethnicity", choices=Ethnicity.choices)
    first_language = forms.CharField(
        label="First language", required=False, max_length=60, widget=WIDE
    )
    interpreter = forms.BooleanField(
        label="An interpreter is needed",
        required=False,
        widget=forms.CheckboxInput(attrs=SMALL_BOXES),
    )
    school = forms.ModelChoiceField(
        label="School or nursery",
        queryset=Agency.objects.filter(kind=Agency.Kind.EDUCATION, ended_on__isnull=True),
        required=False,
        empty_label="None, or not known",
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )
    send = forms.ChoiceField(label="Special educational needs", choices=SendSupport.choices)
    disabilities = forms.MultipleChoiceField(
        label="Disability",
        choices=Disability.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=SMALL_BOXES),
    )
    nhs_number = forms.CharField(label="NHS number", required=False, max_length=20, widget=NARROW)
    upn = forms.CharField(
        label="UPN",
        required=False,
        max_length=20,
        widget=NARROW,
        help_text="The school’s unique pupil number; a temporary one ends in a letter",
    )

    def clean_nhs_number(self) -> str:
        return _read(read_nhs_number, self.cleaned_data["nhs_number"])

    def clean_upn(self) -> str:
        return _read(read_upn, self.cleaned_data["upn"])

    def clean_disabilities(self) -> list[str]:
        chosen = list(self.cleaned_data["disabilities"])
        if Disability.NONE in chosen and len(chosen) > 1:
            raise ValidationError("Untick “No disability”, or untick the others")
        return chosen


BORN_ONLY = ("date_of_birth", "date_of_birth_estimated", "school", "send", "upn")


class FactsForm(VersionedForm, FactsFields):
    """Changing what is recorded of one person."""

    died_on = DateField(
        label="Date of death",
        required=False,
        must_be="today or in the past",
        help_text="Only if this person has died",
    )
    field_order = ["one_time_key", "version", *FactsFields.base_fields, "died_on"]

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs.setdefault("initial", facts_of(person) | {"version": person.version})
        super().__init__(*args, **kwargs)
        if person.kind == Person.Kind.UNBORN:
            _without(self, *BORN_ONLY)
        else:
            _without(self, "expected_on")
        if person.kind == Person.Kind.ADULT:
            _without(self, "school", "send", "upn")


class BirthForm(VersionedForm):
    """The birth of a child known before it was born."""

    born_on = DateField(label="Date of birth", must_be="today or in the past")
    given_name = forms.CharField(label="Given names", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, widget=forms.RadioSelect)


class DeathForm(VersionedForm):
    """That somebody has died, or that a baby was lost before its birth."""

    died_on = DateField(label="Date of death", must_be="today or in the past")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": person.version}, **kwargs)
        if person.kind == Person.Kind.UNBORN:
            lost = cast(DateField, self.fields["died_on"])
            lost.label, lost.called = "When was the baby lost?", "the day the baby was lost"
            lost.error_messages["required"] = f"Enter {lost.called}"


class AddPersonForm(Form, FactsFields):
    """Somebody new in the family. What else is known of them can be written afterwards."""

    kind = forms.ChoiceField(
        label="Who are they?", choices=Person.Kind.choices, widget=forms.RadioSelect
    )
    relationship = forms.ChoiceField(
        label="Relationship in the family",
        choices=[("", "Select one"), *Membership.Relationship.choices],
    )
    household = forms.IntegerField(
        label="Home",
        min_value=1,
        max_value=9,
        initial=1,
        help_text="People of one number live together. The home of most of the children is 1.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
    )
    parents = forms.MultipleChoiceField(
        label="Their parents in this family",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=SMALL_BOXES),
    )
    concerned = forms.BooleanField(
        label="This case is about this child too",
        required=False,
        widget=forms.CheckboxInput(attrs=SMALL_BOXES),
    )
    field_order = [
        "kind",
        "given_name",
        "family_name",
        "date_of_birth",
        "expected_on",
        "sex",
        "relationship",
        "household",
        "parents",
        "concerned",
    ]

    def __init__(self, *args: Any, adults: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {"one_time_key", *self.field_order, "school", "first_language", "interpreter"}
        _without(self, *(set(self.fields) - asked))
        choose(self, "parents", [(str(adult.pk), adult.name) for adult in adults])
        self.reveals = {"kind": {"unborn": ["expected_on"]}}  # type: ignore[misc]
        if not adults:
            _without(self, "parents")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == Person.Kind.UNBORN and data.get("date_of_birth"):
            self.add_error("date_of_birth", "Leave the date of birth empty for an unborn child")
        return data


def facts_of(person: Person) -> dict[str, Any]:
    """The recorded facts as a form starts with them."""
    names = [*FactsFields.base_fields, "died_on"]
    return {name: getattr(person, name) for name in names} | {"school": person.school_id}


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a question its answers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _without(form: forms.Form, *names: str) -> None:
    for name in names:
        form.fields.pop(name, None)


def _read(reader: Callable[[str], str], typed: str) -> str:
    try:
        return reader(typed) if typed.strip() else ""
    except ValueError as problem:
        raise ValidationError(str(problem)) from None
