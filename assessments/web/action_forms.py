"""The forms of a plan's actions."""

from typing import Any

from django import forms

from assessments.actions.doing import NewAction
from assessments.models import Action
from assessments.queries.owners import Owner, grouped, owner_for
from assessments.web.choosing import choose
from audit.web.dates import DateField
from audit.web.forms import Form, ItemForm, VersionedForm
from audit.web.formsets import several
from localities.queries.directory import called

ROWS = {"rows": 3}
NOT_IN_THE_DIRECTORY = "No entry of the directory has this name."


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
    due_on = DateField(
        label="By when?",
        called="the day by which it will be done",
    )
    service = forms.CharField(
        label="Service or group from the directory, if there is one",
        required=False,
        max_length=150,
        help_text="Its name, or words to look for",
    )
    mark_optional = False

    def __init__(self, *args: Any, owners: list[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {owner.key: owner for owner in owners}
        choose(self, "who", [("", "Choose"), *grouped(owners)])

    def clean_service(self) -> int | None:
        """Its number. A name that is not in the directory is answered with those like it."""
        typed = self.cleaned_data["service"]
        if not typed:
            return None
        found, alike = called(typed)
        if found:
            return found.pk
        raise forms.ValidationError(
            NOT_IN_THE_DIRECTORY
            + (
                f" Enter one of these: {'; '.join(alike)}"
                if alike
                else " Leave it empty, or try again"
            )
        )

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
            service_id=self.cleaned_data.get("service"),
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
            "service": action.service.name if action.service else "",
        }


class DoneForm(VersionedForm):
    """Ticking an action."""

    done_on = DateField(
        label="When was it done?", called="the day it was done", must_be="today or in the past"
    )
    result = forms.CharField(
        label="What came of it?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs=ROWS),
    )


class DropForm(VersionedForm):
    """Taking an action out of the plan."""

    why = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": "Enter why"},
    )
