"""The checklist of a step-down: what is asked of it, beside what the records show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from audit.web.dates import DateField
from audit.web.forms import VersionedForm


@dataclass(frozen=True)
class Item:
    """One step as the page draws it: what the records show, or what is asked."""

    number: int
    row: dict[str, Any]
    tick: BoundField | None
    why: BoundField | None


class StepDownForm(VersionedForm):
    """When social care last met the family and closes, and each step that the records do not show
    as done."""

    mark_optional = False

    last_meeting_on = DateField(
        label="Social care’s last meeting with the family",
        required=False,
        must_be="today or in the past",
        help_text="Leave it empty as long as you do not know",
    )
    closes_on = DateField(
        label="When does social care close?",
        called="the day social care closes",
        required=False,
        help_text="Leave it empty as long as social care has not said",
    )

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for number, row in enumerate(rows, 1):
            self._ask(number, row)

    def last_meeting(self) -> date | None:
        """As typed; a page that was drawn without the question leaves it as it is."""
        field = self.fields["last_meeting_on"]
        if field.widget.value_omitted_from_data(self.data, self.files, "last_meeting_on"):
            known: date | None = self.initial.get("last_meeting_on")
            return known
        typed: date | None = self.cleaned_data["last_meeting_on"]
        return typed

    def checklist(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        return [
            row
            | {
                "done": data.get(f"step_{row['key']}", row["done"]),
                "why": data.get(f"why_{row['key']}", row["why"]).strip(),
            }
            for row in self.rows
        ]

    def items(self) -> list[Item]:
        return [
            Item(number, row, self._bound(f"step_{row['key']}"), self._bound(f"why_{row['key']}"))
            for number, row in enumerate(self.rows, 1)
        ]

    def _ask(self, number: int, row: dict[str, Any]) -> None:
        if row["reads"] and row["done"]:
            return
        if not row["reads"]:
            self.fields[f"step_{row['key']}"] = forms.BooleanField(
                label=f"Step {number} is done", required=False, initial=row["done"]
            )
        self.fields[f"why_{row['key']}"] = forms.CharField(
            label=(
                f"Why is step {number} not done?"
                if row["reads"]
                else f"If step {number} is not done: why?"
            ),
            required=False,
            max_length=500,
            initial=row["why"],
        )

    def _bound(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None
