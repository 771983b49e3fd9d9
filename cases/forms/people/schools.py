"""Forms about a change of school."""

from typing import Any

from django import forms

from audit.web.forms import Form
from cases.forms.people.facts import choose
from cases.models import SchoolChange, SharingBasis

Outcome = SchoolChange.Outcome

HAND_OVER = Outcome.HANDED_OVER.value


class SchoolChangeForm(Form):
    """What follows from the change: hand over to somebody of the new school, or why not."""

    outcome = forms.ChoiceField(label="What happens now?", widget=forms.RadioSelect)
    to = forms.ChoiceField(label="Who joins the team?", required=False)
    basis = forms.ChoiceField(
        label="On which lawful basis?",
        required=False,
        choices=SharingBasis.Basis.choices,
        widget=forms.RadioSelect,
    )
    what = forms.CharField(label="What may be shared?", required=False, max_length=300)
    why = forms.CharField(
        label="Why?", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    def __init__(self, *args: Any, change: SchoolChange, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        kept = [Outcome.STAYS, Outcome.ENDED] if change.still_there else []
        offered = [Outcome.HANDED_OVER] if people else []
        outcomes = [*offered, *(kept or [Outcome.NO_HANDOVER])]
        choose(self, "outcome", [(one.value, one.label) for one in outcomes])
        choose(self, "to", [("", "Select one"), *((k, p.name) for k, p in self.people.items())])
        whys = {one.value: ["why"] for one in outcomes[-1:]}
        self.reveals = {"outcome": {HAND_OVER: ["to", "basis", "what"], **whys}}  # type: ignore[misc]
        if change.still_there:  # two answers ask why: the question stands below both
            self.reveals = {"outcome": {HAND_OVER: ["to", "basis", "what"]}}  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == HAND_OVER:
            for name, sentence in {
                "to": "Select who joins the team",
                "basis": "Select on which lawful basis",
                "what": "Enter what may be shared",
            }.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        elif data.get("outcome") and not data.get("why"):
            self.add_error("why", "Enter why")
        return data

    def chosen(self) -> Any:
        return self.people[self.cleaned_data["to"]]


class LastNoteForm(Form):
    """What the new school should know."""

    words = forms.CharField(
        label="What should the new school know?",
        widget=forms.Textarea,
        max_length=4000,
        help_text="Whoever works with the family now reads it first.",
    )
