"""Forms of allocating a case and of looking after a family that waits."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from audit.days import in_words
from audit.web.dates import DateField
from audit.web.forms import VersionedForm
from cases.queries.leads.workload import Worker


class AllocateForm(VersionedForm):
    """Who leads the case. Each worker's present caseload stands under their name."""

    lead = forms.ChoiceField(
        label="Lead practitioner",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who leads the case"},
    )
    note = forms.CharField(
        label="Note to the lead practitioner",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, workers: list[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = workers
        choice = self.fields["lead"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(str(worker.id), worker.name) for worker in workers]
        self.option_hints = {  # type: ignore[misc]
            "lead": {str(worker.id): caseload_words(worker) for worker in workers}
        }


class WaitingForm(VersionedForm):
    """How a family is looked after until somebody leads their case."""

    risk = forms.CharField(
        label="Risk while waiting",
        required=False,
        max_length=2000,
        help_text="What could get worse before somebody starts, and what to watch for",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minded_by = forms.ModelChoiceField(
        label="Who looks after them meanwhile",
        queryset=User.objects.none(),
        empty_label="Select one",
        error_messages={"required": "Select who looks after the family"},
    )
    check_on = DateField(
        label="When do they next look how the family is?",
        called="the day on which they next look",
        must_be="today or in the future",
    )

    def __init__(self, *args: Any, minders: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["minded_by"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = minders


def caseload_words(worker: Worker) -> str:
    """“5 of 18 cases, 9 children · 2 at level 2, 3 at level 3 · 18.5 hours a week · Bilston
    team”; says when it is more than they can hold, and when they are away."""
    cases = f"{worker.cases} of {worker.capacity} cases"
    children = "1 child" if worker.children == 1 else f"{worker.children} children"
    words = f"{cases}, {children}"
    if worker.room < 0:
        words += f", {-worker.room} over capacity"
    elif worker.room == 0:
        words += ", no room"
    if worker.away:
        first, last = worker.away
        start = f" from {in_words(first)}" if first > timezone.localdate() else ""
        words += f", away{start} until {in_words(last)}"
    about = (worker.in_levels, worker.in_hours, worker.role, worker.place)
    return " · ".join([words, *filter(None, about)])
