"""A manager's answer when a family no longer agrees."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from audit.web.forms import Form
from cases.actions.sharing.withdrawing import GoesOn
from cases.forms.leads.allocating import caseload_words
from cases.forms.people.facts import choose
from cases.models import SharingBasis, Withdrawal
from cases.queries.leads.workload import Worker

YES, NO = "yes", "no"


class Answering(Form):
    """An answer knows which withdrawals were on the page it was given from."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label="Why?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why"},
    )

    def __init__(self, *args: Any, waiting: Iterable[Withdrawal], **kwargs: Any) -> None:
        initial = {"seen": ".".join(str(each.pk) for each in waiting)}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)

    def numbers(self) -> list[int]:
        parts = self.cleaned_data["seen"].split(".")
        return [int(part) for part in parts if part.isascii() and part.isdecimal()]


class ReassignForm(Answering):
    """That somebody of the council leads from now on."""

    lead = forms.ChoiceField(
        label="Who leads now?", error_messages={"required": "Select who leads now"}
    )
    field_order = ("lead", "why")

    def __init__(self, *args: Any, workers: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(who.id), f"{who.name}: {caseload_words(who)}") for who in workers]
        choose(self, "lead", [("", "Select one"), *rows])


class GoOnForm(Answering):
    """That work goes on without agreement: why, what is shared on which basis, who was told."""

    family_told = forms.ChoiceField(
        label="Was the family told?",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the family was told"},
    )
    not_told_why = forms.CharField(
        label="Why not?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For example, because it would put a child at risk",
    )
    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {
        "family_told": {NO: ["not_told_why"]}
    }

    def __init__(self, *args: Any, stopped: Iterable[SharingBasis], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stopped = list(stopped)
        for each in self.stopped:
            self._ask_about(each)

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("family_told") == NO and not data.get("not_told_why"):
            self.add_error("not_told_why", "Enter why the family was not told")
        for each in self.stopped:
            if not data.get(f"share_{each.pk}"):
                continue
            for name, what in (("basis", "the lawful basis"), ("condition", "what allows")):
                if not data.get(f"{name}_{each.pk}"):
                    message = f"Select {what} for sharing with {each.agency.name}"
                    self.add_error(f"{name}_{each.pk}", message)

    def sharing(self) -> list[GoesOn]:
        data = self.cleaned_data
        return [
            GoesOn(each, data[f"basis_{each.pk}"], data[f"condition_{each.pk}"])
            for each in self.stopped
            if data[f"share_{each.pk}"]
        ]

    def agencies(self) -> list[tuple[SharingBasis, list[Any]]]:
        """The questions of each agency, for the page."""
        names = ("share", "basis", "condition")
        return [(each, [self[f"{name}_{each.pk}"] for name in names]) for each in self.stopped]

    def _ask_about(self, stopped: SharingBasis) -> None:
        agency, number = stopped.agency.name, stopped.pk
        bases = [row for row in SharingBasis.Basis.choices if row[0] != SharingBasis.Basis.CONSENT]
        conditions = [
            row
            for row in SharingBasis.Condition.choices
            if row[0] != SharingBasis.Condition.EXPLICIT
        ]
        self.fields[f"share_{number}"] = forms.BooleanField(
            label=f"Go on sharing with {agency}", help_text=stopped.what, required=False
        )
        self.fields[f"basis_{number}"] = forms.ChoiceField(
            label=f"Lawful basis for {agency}", choices=[("", "Select one"), *bases], required=False
        )
        self.fields[f"condition_{number}"] = forms.ChoiceField(
            label=f"What allows {agency} facts about health and the like",
            choices=[("", "Select one"), *conditions],
            required=False,
        )
