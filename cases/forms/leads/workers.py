"""Who stands in for somebody, and who takes over from somebody who leaves."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from cases.forms.leads.allocating import caseload_words
from cases.forms.people.facts import choose
from cases.models import Case
from cases.queries.leads.workload import Worker


class CoverForm(Form):
    """Who covers, from which day to which."""

    worker = forms.ChoiceField(
        label="Who covers?",
        widget=forms.Select(attrs={"data-autocomplete": ""}),
        error_messages={"required": "Select who covers"},
    )
    from_date = DateField(
        label="First day",
        must_be="today or in the future",
        error_messages={"required": "Enter the first day"},
    )
    to_date = DateField(
        label="Last day",
        must_be="today or in the future",
        error_messages={"required": "Enter the last day"},
    )
    why = forms.CharField(
        label="Note",
        required=False,
        max_length=200,
        help_text="For example, annual leave. Not the reason for sick leave",
    )

    def __init__(self, *args: Any, workers: Iterable[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "worker", [("", "Select one"), *_choices(workers)])


class HandOverForm(Form):
    """Who takes over: one person for all, and others for some."""

    mark_optional: ClassVar[bool] = False

    everyone = forms.ChoiceField(label="Who takes over?", required=False)
    note = forms.CharField(
        label="Note to whoever takes over",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, workers: Iterable[Worker], cases: Iterable[Case], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cases, rows = list(cases), _choices(workers)
        choose(self, "everyone", [("", "A different person for each"), *rows])
        if not self.cases:
            del self.fields["everyone"]
        for case in self.cases:
            label = f"{case.reference}, {case.family.name}"
            self.fields[_name(case)] = forms.ChoiceField(label=label, required=False)
            choose(self, _name(case), [("", "As chosen above"), *rows])

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("everyone"):
            return
        left = [
            case
            for case in self.cases
            if _name(case) not in self.errors and not self.cleaned_data.get(_name(case))
        ]
        if left and len(left) == len(self.cases):
            self.add_error("everyone", "Select who takes over, here or for each case")
            return
        for case in left:
            self.add_error(_name(case), f"Select who leads {case.reference}, {case.family.name}")

    def leads(self) -> dict[int, int]:
        """The lead of each case for which one is chosen so far, by their ids."""
        said = self.cleaned_data
        chosen = {case.pk: said.get(_name(case)) or said.get("everyone") for case in self.cases}
        return {case: int(lead) for case, lead in chosen.items() if lead}

    def of_cases(self) -> list[tuple[Case, Any]]:
        return [(case, self[_name(case)]) for case in self.cases]


def _name(case: Case) -> str:
    return f"case_{case.pk}"


def _choices(workers: Iterable[Worker]) -> list[tuple[str, str]]:
    return [(str(who.id), f"{who.name}: {caseload_words(who)}") for who in workers]
