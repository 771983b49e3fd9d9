"""The forms that close a case, and the manager's answer. Nothing is chosen beforehand."""

from collections.abc import Iterable
from typing import Any

from django import forms

from audit.web.forms import VersionedForm
from cases.closure_reasons import ClosureReason
from cases.models import Closure, Need, NeedOutcome
from cases.needs import title_of
from cases.rules.closing import Ending


class CloseForm(VersionedForm):
    """An outcome for each need, the reason, and what everybody says about the ending.

    What an ending must say depends on its reason: the verb asks for it.
    """

    mark_optional = False

    reason = forms.ChoiceField(
        label="Why is the case closing?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select why the case is closing"},
    )
    risk_check = forms.CharField(
        label="Check of risk",
        required=False,
        max_length=4000,
        help_text="Needed when the family withdrew, stopped taking part, could not be contacted "
        "or moved, or a child died: what makes it safe to close, and who was asked.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    summary = forms.CharField(
        label="Summary of the work",
        max_length=8000,
        help_text="What changed, and how it ends",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    family_view = forms.CharField(
        label="What the family says",
        required=False,
        max_length=4000,
        help_text="Needed when needs are met or partly met. In their words; if they would rather "
        "not say, write that.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    child_view = forms.CharField(
        label="What the children say (optional)",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    stays_in_touch = forms.CharField(
        label="Who stays in touch",
        required=False,
        max_length=300,
        help_text="Needed when needs are met or partly met. For example, the school’s family "
        "worker or the health visitor.",
    )
    may_ask = forms.ChoiceField(
        label="May we be in touch later, to ask how it goes?",
        required=False,
        choices=Closure.MayAsk.choices,
        help_text="What the family agreed to, and by which way. Left open, nobody asks: the "
        "records alone are read 3, 6 and 12 months after.",
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )

    def __init__(self, *args: Any, needs: Iterable[Need], manager: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = REASONS
        if not manager:
            del self.fields["risk_check"]
        self.needs = list(needs)
        for need in self.needs:
            self._ask_about(need)
        self.order_fields([f"{what}_{need.pk}" for need in self.needs for what in ("need", "note")])

    def ending(self) -> Ending:
        """What was written, as far as it is whole, for the rules."""
        said = self.cleaned_data.get
        words = ("reason", "summary", "family_view", "stays_in_touch", "risk_check")
        return Ending(outcomes=self.outcomes(), **{name: said(name, "") for name in words})

    def outcomes(self) -> dict[int, tuple[str, str]]:
        data = self.cleaned_data
        return {
            need.pk: (data.get(f"need_{need.pk}", ""), data.get(f"note_{need.pk}", ""))
            for need in self.needs
        }

    def _ask_about(self, need: Need) -> None:
        whose = need.person.name if need.person else "whole family"
        self.fields[f"need_{need.pk}"] = forms.ChoiceField(
            label=f"{title_of(need.kind)} ({whose})",
            help_text=need.words,
            choices=NeedOutcome.Outcome.choices,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        )
        self.fields[f"note_{need.pk}"] = forms.CharField(
            label=f"Note on {title_of(need.kind)} (optional)", required=False, max_length=300
        )


# Stepped up is recorded by the handover alone.
REASONS = [
    (str(value), str(label))
    for value, label in ClosureReason.choices
    if value != ClosureReason.STEPPED_UP
]


class AnswerClosingForm(VersionedForm):
    """The manager's answer to whoever asked for the closing."""

    mark_optional = False

    answer = forms.ChoiceField(
        label="Do you authorise the closing?",
        choices=[("yes", "Yes, close the case"), ("no", "No, the case goes on")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you authorise the closing"},
    )
    risk_check = forms.CharField(
        label="Check of risk",
        required=False,
        max_length=4000,
        help_text="What makes it safe to close, and who was asked. Needed when the family "
        "withdrew, stopped taking part, could not be contacted or moved, or a child died.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words = forms.CharField(
        label="What is missing",
        required=False,
        max_length=4000,
        help_text="What has to be done before the case can close. Whoever asked reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reveals = {"answer": {"yes": ["risk_check"], "no": ["words"]}}


class TakeBackClosingForm(VersionedForm):
    """That the closing is not asked for any more."""
