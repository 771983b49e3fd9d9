"""The forms of a reading on an instrument."""

from typing import Any

from django import forms

from assessments.instruments import INSTRUMENTS
from assessments.models import Score
from assessments.progress import Member
from assessments.web.choosing import choose
from audit.web.dates import DateField
from audit.web.forms import Form, VersionedForm

FAMILY = "family"


def _reading() -> forms.IntegerField:
    return forms.IntegerField(
        label="The reading",
        min_value=0,
        max_value=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": "Enter the reading",
        },
    )


class ReadingForm(Form):
    """What was scored, about whom, by whom, when, and the reading."""

    instrument = forms.ChoiceField(
        label="What was scored?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what was scored"},
    )
    value = _reading()
    area = forms.CharField(
        label="Which area?",
        required=False,
        max_length=60,
        help_text="Where it is scored for several areas: as the area is called on your form.",
    )
    about = forms.ChoiceField(
        label="About whom?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select about whom it is"},
    )
    scorer = forms.ChoiceField(
        label="Who scored?",
        choices=Score.Scorer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who scored"},
    )
    name = forms.CharField(label="Their name", required=False, max_length=200)
    scored_on = DateField(
        label="When was it scored?",
        called="the day it was scored",
        must_be="today or in the past",
    )
    trained = forms.BooleanField(
        label="I am trained to use this instrument",
        required=False,
        help_text="Needed where the instrument has a licence.",
    )
    mark_optional = False

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one for one in INSTRUMENTS.values() if one.is_offered]
        choose(self, "instrument", [(one.key, f"{one.title} ({one.scale})") for one in offered])
        people = [(str(member.id), member.name) for member in members]
        choose(self, "about", [*people, (FAMILY, "The whole family")])
        if not any(one.licensed for one in offered):
            del self.fields["trained"], self.fields["area"]


class CorrectForm(VersionedForm):
    """The right reading and its day, and why the other was wrong."""

    value = _reading()
    scored_on = DateField(
        label="When was it scored?",
        called="the day it was scored",
        must_be="today or in the past",
    )
    why = forms.CharField(
        label="Why was it wrong?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The wrong reading stays on record, struck out, with this reason.",
        error_messages={"required": "Enter why the reading was wrong"},
    )
