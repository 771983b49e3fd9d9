"""Forms about who may see a record."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import May, Scope
from audit.web.dates import DateField
from audit.web.forms import Form
from cases.actions.sharing.breaking_glass import MOST_HOURS, Whom
from cases.forms.people.facts import choose
from cases.models import Person, Restriction


def _words(label: str, missing: str, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    said = {"required": missing}
    return forms.CharField(label=label, max_length=2000, widget=area, error_messages=said, **more)


class RestrictForm(Form):
    """Keeping a family's records for named people."""

    kind = forms.ChoiceField(
        label="Why is it restricted?",
        choices=Restriction.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it is restricted"},
    )
    reason = _words("What is the reason?", "Enter the reason")
    named = forms.ModelMultipleChoiceField(
        label="Who may see it?",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        help_text="At least one of them, or of the deputies, decides on requests for support, and "
        "one manages the place and does not lead the case",
        error_messages={"required": "Select who may see it"},
    )
    deputies = forms.ModelMultipleChoiceField(
        label="Who are their deputies?",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        help_text="They see it too, and are told with the others of every new request",
        error_messages={"required": "Select at least one deputy"},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("named", "deputies"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelMultipleChoiceField)
            choice.queryset = people
        # What each of them does: who decides on requests, who leads, who manages.
        people = people.prefetch_related("localities")
        roles = {str(user.pk): _what_they_do(user) for user in people}
        self.option_hints = {"named": roles, "deputies": roles}  # type: ignore[misc]


def _what_they_do(user: User) -> str:
    """Their role; of a manager of places also which."""
    row = user.role_row
    places = user.localities.all() if May.SIGN_OFF in row.may and row.scope != Scope.ALL else ()
    return ", ".join([row.title, *(place.name for place in places)])


class NameForm(Form):
    """One more person on a restricted record."""

    user = forms.ModelChoiceField(
        label="Who?",
        queryset=User.objects.none(),
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )
    deputy = forms.BooleanField(label="As a deputy", required=False)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["user"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = people


class ReasonForm(Form):
    """A reason, and nothing else: for lifting a restriction or ending a declared link."""

    reason = _words("Why?", "Enter why")


class SureForm(Form):
    """Nothing but the button: the page says what follows."""


class GlassForm(Form):
    """Opening a closed record in an emergency."""

    mark_optional = False  # one way of saying whose record is enough

    reference = forms.CharField(
        label="Reference of the case or family",
        required=False,
        max_length=14,
        help_text="Such as EH-2026-00417",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    given_name = forms.CharField(
        label="First name",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    family_name = forms.CharField(
        label="Last name",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    date_of_birth = DateField(label="Date of birth", required=False, must_be="today or in the past")
    reason = _words("What is the emergency?", "Enter what the emergency is")
    hours = forms.TypedChoiceField(
        label="For how long do you need it?",
        coerce=int,
        choices=[
            (hours, f"{hours} hour{'' if hours == 1 else 's'}") for hours in (1, 2, 4, MOST_HOURS)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select for how long you need it"},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        described = [data.get(name) for name in ("given_name", "family_name", "date_of_birth")]
        if not self.errors and not data.get("reference") and not all(described):
            self.add_error(
                "reference", "Enter a reference, or the first name, last name and date of birth"
            )
        return data

    def whom(self) -> Whom:
        names = ("reference", "given_name", "family_name", "date_of_birth")
        return Whom(**{name: self.cleaned_data[name] for name in names})


class FindingForm(Form):
    """What came of looking into an emergency opening."""

    finding = _words(
        "Was it right to open the record?",
        "Enter what you found",
        help_text="What you asked, what you found, and what follows",
    )


class ConflictForm(Form):
    """That somebody who works here is linked to a member of the family."""

    user = forms.ModelChoiceField(
        label="Who is linked to the family?",
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )
    person = forms.ChoiceField(
        label="To whom?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select to whom they are linked"},
    )
    link = forms.CharField(
        label="How are they linked?", max_length=200, help_text="Such as cousin, or neighbour"
    )

    def __init__(
        self, *args: Any, users: QuerySet[User], people: list[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["user"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = users
        self.people = {str(one.pk): one for one in people}
        choose(self, "person", [(key, one.name) for key, one in self.people.items()])

    def chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]
