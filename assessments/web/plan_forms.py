"""The forms of the plan: its goals, its needs without one, its agreement."""

from typing import Any

from django import forms

from assessments.models import Goal
from assessments.progress import Member
from assessments.queries.plan import short, title_of, whose
from assessments.web.choosing import choose
from assessments.web.how_often import how_often
from audit.web.dates import DateField
from audit.web.forms import Form, ItemForm, VersionedForm
from cases.models import Need

ROWS = {"rows": 3}


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
        needs_said = [(k, f"{title_of(n)} ({whose(n)})") for k, n in self.needs.items()]
        choose(self, "need", [*needs_said, ("other", "Another matter")])

    def need_chosen(self) -> Need | None:
        return self.needs.get(self.cleaned_data["need"])


class NewGoalForm(GoalFields, Form):
    """Adding a goal."""


class ChangeGoalForm(GoalFields, VersionedForm):
    """Changing a goal, or saying that it is reached."""

    reached_on = DateField(
        label="When was it reached? Leave empty while it is not.",
        called="the day it was reached",
        required=False,
        must_be="today or in the past",
    )


class AsideForm(Form):
    """Why needs have no goal of their own; one answer for all they share it with."""

    needs = forms.MultipleChoiceField(
        label="Which needs is this about?",
        choices=[],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"required": "Select the needs this is about"},
    )
    goal = forms.ChoiceField(
        label="Does another goal of the plan answer them?",
        choices=[],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    why = forms.CharField(
        label="If not, why have they no goal?",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: the school helps already, or the family wants to begin elsewhere.",
    )
    mark_optional = False

    def __init__(self, *args: Any, needs: list[Need], goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(need.pk): need for need in needs}
        self.goals = {str(goal.pk): goal for goal in goals}
        choose(self, "needs", [(k, f"{title_of(n)} ({whose(n)})") for k, n in self.found.items()])
        choose(self, "goal", [(key, f"“{goal.words}”") for key, goal in self.goals.items()])
        if not goals:
            del self.fields["goal"]
            self.fields["why"].label = "Why have they no goal?"

    def clean(self) -> None:
        if not self.cleaned_data.get("goal") and not self.cleaned_data.get("why"):
            self.add_error("why", "Enter why, or select the goal that answers them")

    def reason(self) -> str:
        goal = self.goals.get(self.cleaned_data.get("goal", ""))
        answered = [f"Answered by “{short(goal.words)}”"] if goal else []
        return ". ".join([*answered, *filter(None, [self.cleaned_data["why"]])])

    def chosen(self) -> list[Need]:
        return [self.found[key] for key in self.cleaned_data["needs"]]


class AgreeForm(VersionedForm):
    """Who of the family agreed the plan, and when."""

    people = forms.MultipleChoiceField(
        label="Who of the family agreed the plan?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    others = forms.CharField(label="Anybody else", required=False, max_length=150)
    agreed_on = DateField(
        label="When did they agree?", called="the day they agreed", must_be="today or in the past"
    )
    contact_every = how_often()
    mark_optional = False

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        born = [one for one in members if one.kind != "unborn"]
        choose(self, "people", [(one.name, f"{one.name} ({one.note})") for one in born])

    def clean(self) -> None:
        if not self.agreed_with():
            self.add_error("people", "Select who of the family agreed the plan")

    def agreed_with(self) -> str:
        """Their names in a row."""
        names = [*self.cleaned_data.get("people", []), self.cleaned_data.get("others", "")]
        return ", ".join(name for name in names if name)[:300]
