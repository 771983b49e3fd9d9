"""The form of a programme or group that is delivered."""

from typing import Any

from django import forms

from assessments.actions.delivering import Delivered
from assessments.models import Intervention
from assessments.progress import Member
from assessments.web.choosing import choose
from audit.web.dates import DateField
from audit.web.forms import VersionedForm
from localities.queries.directory import called

NUMBER = {"class": "govuk-input--width-3", "inputmode": "numeric"}
FAMILY = "family"


class InterventionForm(VersionedForm):
    """What, for whom, how many sessions, and how it ended. Version 0: it is new."""

    name = forms.CharField(
        label="Which programme or group?",
        max_length=150,
        help_text="As the directory calls it, if it is there",
        error_messages={"required": "Enter what the programme or group is called"},
    )
    whom = forms.ChoiceField(
        label="For whom?",
        choices=[],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Select for whom it is"},
    )
    from_on = DateField(
        label="When did it begin?",
        called="the day on which it began",
        must_be="today or in the past",
    )
    offered = forms.IntegerField(
        label="Sessions offered so far",
        min_value=0,
        max_value=999,
        initial=0,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"required": "Enter how many sessions were offered"},
    )
    attended = forms.IntegerField(
        label="Sessions they came to",
        min_value=0,
        max_value=999,
        initial=0,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"required": "Enter how many sessions they came to"},
    )
    ending = forms.ChoiceField(
        label="How did it end?",
        choices=[("", "It goes on"), *Intervention.Ending.choices],
        required=False,
        widget=forms.Select(),
    )
    to_on = DateField(
        label="When did it end? Leave empty while it goes on.",
        called="the day it ended",
        required=False,
        must_be="today or in the past",
    )
    how_it_ended = forms.CharField(
        label="What came of it?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mark_optional = False

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(one.id), f"{one.name} ({one.note})") for one in members]
        choose(self, "whom", [(FAMILY, "The whole family"), *names])

    @staticmethod
    def initial_of(found: Intervention) -> dict[str, Any]:
        names = ("version", "name", "from_on", "to_on", "offered", "attended", "ending",
                 "how_it_ended")  # fmt: skip
        return {name: getattr(found, name) for name in names} | {
            "whom": str(found.person_id or FAMILY)
        }

    def contradictory(self) -> dict[str, Any]:
        """What could contradict itself, as far as it can be read."""
        said = self.cleaned_data.get
        known = {name: said(name) for name in ("from_on", "to_on", "offered", "attended")}
        return known | {"ending": said("ending", "")}

    def delivered(self) -> Delivered:
        data = self.cleaned_data
        service, _ = called(data["name"])
        names = ("from_on", "to_on", "offered", "attended", "ending", "how_it_ended")
        return Delivered(
            name=service.name if service else data["name"],
            service_id=service.pk if service else None,
            person_id=None if data["whom"] == FAMILY else int(data["whom"]),
            **{name: data[name] for name in names},
        )
