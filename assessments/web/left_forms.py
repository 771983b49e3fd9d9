"""The forms about what social care left to be done."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from assessments.actions.taking_up import NewGoal
from assessments.models import Goal
from assessments.queries.left import owner_called
from assessments.queries.owners import Owner
from assessments.queries.plan import title_of, whose
from assessments.web.action_forms import ActionItem
from assessments.web.choosing import choose
from audit.web.forms import Form
from cases.models import Need, StepDownAction

NEW = "new"


class TakeUpForm(ActionItem, Form):
    """Who does by when what social care left, and under which goal."""

    goal = forms.ChoiceField(
        label="Which goal does it help to reach?",
        choices=[],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Select a goal, or that it is a new one"},
    )
    new_goal = forms.CharField(
        label="What will be different?",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In the family’s own words: “Mornings without shouting.”",
    )
    need = forms.ChoiceField(
        label="Which need does it answer?",
        choices=[],
        required=False,
        widget=forms.Select(),
    )
    reveals = {"goal": {NEW: ["new_goal", "need"]}}

    def __init__(
        self,
        *args: Any,
        left: StepDownAction,
        owners: list[Owner],
        goals: list[Goal],
        needs: list[Need],
        **kwargs: Any,
    ) -> None:
        who = owner_called(owners, left.who)
        kwargs["initial"] = {
            "words": left.what,
            "who": who,
            "name": left.who if who.startswith("other-") else "",
            "due_on": _still_ahead(left),
            "goal": "" if goals else NEW,
        }
        super().__init__(*args, owners=owners, **kwargs)
        self.goals = {str(goal.pk): goal for goal in goals}
        self.needs = {str(need.pk): need for need in needs}
        said = [(key, f"“{goal.words}”") for key, goal in self.goals.items()]
        choose(self, "goal", [*said, (NEW, "A new goal")])
        needs_said = [(k, f"{title_of(n)} ({whose(n)})") for k, n in self.needs.items()]
        choose(self, "need", [("", "Another matter"), *needs_said])

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("goal") == NEW and not data.get("new_goal"):
            self.add_error("new_goal", "Enter what will be different")

    def goal_chosen(self) -> Goal | NewGoal:
        data = self.cleaned_data
        chosen = self.goals.get(data["goal"])
        return chosen or NewGoal(data["new_goal"], self.needs.get(data["need"]))


def _still_ahead(left: StepDownAction) -> date | None:
    """By when social care wanted it; a day that is over is for the family to set anew."""
    today = timezone.localdate()
    return left.by_when if left.by_when and left.by_when >= today else None


class LeftAsideForm(Form):
    """Why the plan does not take up something social care left."""

    why = forms.CharField(
        label="Why does the plan not take this up?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: it has been done since, or the family has other help for it.",
        error_messages={"required": "Enter why the plan does not take this up"},
    )
