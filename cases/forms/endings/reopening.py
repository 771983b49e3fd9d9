"""What a manager writes to take a wrong closing back."""

from typing import Any

from django import forms

from audit.web.forms import VersionedForm
from cases.forms.leads.allocating import caseload_words
from cases.forms.people.facts import choose
from cases.journey import Stage
from cases.queries.leads.workload import Worker


class ReopenForm(VersionedForm):
    """Why, and who leads from now on. `led`: who did when it closed."""

    reason = forms.CharField(
        label="What was wrong with the closing?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what was wrong with the closing"},
    )
    lead = forms.ChoiceField(
        label="Who leads the case from now on?",
        required=False,
        widget=forms.Select(attrs={"data-autocomplete": ""}),
        error_messages={"required": "Select who leads the case from now on"},
    )

    def __init__(
        self, *args: Any, workers: list[Worker], stage: Stage, led: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        waits = stage == Stage.WAITING
        self.fields["lead"].required = not waits
        nobody = ("", "Nobody yet: it waits for allocation" if waits else "Select one")
        rows = [(str(who.id), f"{who.name}: {caseload_words(who)}") for who in workers]
        choose(self, "lead", [nobody, *rows])
        self.fields["lead"].help_text = f"{led} led it when it closed" if led else ""
