"""The forms of the plan."""

from typing import Any

from django import forms

from assessments.actions.doing import NewAction
from assessments.models import Action
from assessments.progress import Member
from assessments.queries.owners import Owner, grouped, owner_for
from assessments.queries.plan import title_of, whose
from assessments.web.dates import DateAsked
from audit.web.forms import Form, ItemForm, VersionedForm
from audit.web.formsets import several
from cases.models import Need

ROWS = {"rows": 3}


class ActionItem(ItemForm):
    """Who does what by when."""

    words = forms.CharField(
        label="What will be done?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter what will be done"},
    )
    who = forms.ChoiceField(
        label="Who does it?",
        choices=[],
        widget=forms.Select(),
        error_messages={"required": "Select who does it"},
    )
    name = forms.CharField(
        label="Their name, if they are not in the list", required=False, max_length=200
    )
    due_on = DateAsked(
        label="By when?",
        error_messages={"required": "Enter the day by which it will be done"},
    )
    mark_optional = False

    def __init__(self, *args: Any, owners: list[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {owner.key: owner for owner in owners}
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *grouped(owners)]

    def clean(self) -> None:
        owner = self.owners.get(self.cleaned_data.get("who", ""))
        if owner and owner.is_other and not self.cleaned_data.get("name"):
            self.add_error("name", "Enter the name of whoever does it")

    def action(self) -> NewAction:
        """What was written, for the verb."""
        owner = self.owners[self.cleaned_data["who"]]
        name = self.cleaned_data["name"] if owner.is_other else owner.name
        return NewAction(
            words=self.cleaned_data["words"],
            owner_kind=owner.kind,
            owner_name=name,
            owner_user_id=owner.user_id,
            due_on=self.cleaned_data["due_on"],
        )


ActionItems = several(ActionItem, "action", at_least=1, at_most=10)


class NewActionForm(ActionItem, Form):
    """Adding one action to a goal."""


class ChangeActionForm(ActionItem, VersionedForm):
    """Changing who does what by when."""

    @staticmethod
    def initial_of(action: Action, owners: list[Owner]) -> dict[str, Any]:
        key = owner_for(owners, action)
        return {
            "version": action.version,
            "words": action.words,
            "who": key,
            "name": action.owner_name if key.startswith("other-") else "",
            "due_on": action.due_on,
        }


class GoalFields(ItemForm):
    """What should be different, and which need it answers."""

    words = forms.CharField(
        label="What will be different?",
        max_length=1000,
        widget=forms.Textarea(attrs=ROWS),
        help_text="In the family’s own words: “Mornings without shouting.”",
        error_messages={"required": "Enter what will be different"},
    )
    need = forms.ChoiceField(
        label="Which need does it answer?",
        choices=[],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Select the need, or that it answers another matter"},
    )
    mark_optional = False

    def __init__(self, *args: Any, needs: list[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = {str(need.pk): need for need in needs}
        field = self.fields["need"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((key, f"{title_of(need)} ({whose(need)})") for key, need in self.needs.items()),
            ("other", "Another matter"),
        ]

    def need_chosen(self) -> Need | None:
        return self.needs.get(self.cleaned_data["need"])


class NewGoalForm(GoalFields, Form):
    """Adding a goal."""


class ChangeGoalForm(GoalFields, VersionedForm):
    """Changing a goal, or saying that it is reached."""

    reached_on = DateAsked(
        label="When was it reached? Leave empty while it is not.",
        required=False,
        must_be="today or in the past",
    )


class DoneForm(VersionedForm):
    """Ticking an action."""

    done_on = DateAsked(label="When was it done?", must_be="today or in the past")
    result = forms.CharField(
        label="What came of it?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=ROWS),
    )


class WhyForm(Form):
    """A reason."""

    why = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": "Enter why"},
    )


class DropForm(WhyForm, VersionedForm):
    """Taking an action out of the plan."""


class AgreeForm(VersionedForm):
    """Who of the family agreed the plan, and when."""

    people = forms.MultipleChoiceField(
        label="Who of the family agreed the plan?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    others = forms.CharField(label="Anybody else", required=False, max_length=150)
    agreed_on = DateAsked(label="When did they agree?", must_be="today or in the past")
    mark_optional = False

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(member.name, f"{member.name} ({member.note})") for member in members]

    def clean(self) -> None:
        if not self.agreed_with():
            self.add_error("people", "Select who of the family agreed the plan")

    def agreed_with(self) -> str:
        """Their names in a row."""
        names = [*self.cleaned_data.get("people", []), self.cleaned_data.get("others", "")]
        return ", ".join(name for name in names if name)[:300]
