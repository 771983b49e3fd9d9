"""The forms of the next meeting: when, where, who; called off; who comes."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from assessments.actions.inviting import Details
from assessments.models import Invitation, PlannedMeeting
from assessments.queries.inviting import who
from assessments.queries.meetings import Invited
from assessments.web.choosing import choose
from audit.web.dates import DateField, TimeField
from audit.web.forms import VersionedForm

LENGTHS = [(30, "30 minutes"), (45, "45 minutes"), (60, "1 hour"), (90, "1 hour and a half"),
           (120, "2 hours")]  # fmt: skip


class InviteForm(VersionedForm):
    """When and where the next meeting is, and who is invited. Version 0: there is none yet."""

    meets_on = DateField(
        label="Which day?",
        called="the day of the meeting",
        must_be="today or in the future",
    )
    meets_at = TimeField(
        label="At what time?",
        called="the time of the meeting",
        help_text="For example, 14:30 or 2:30pm",
    )
    minutes = forms.TypedChoiceField(
        label="How long?", choices=LENGTHS, coerce=int, initial=60, widget=forms.Select()
    )
    place = forms.CharField(
        label="Where?",
        required=False,
        max_length=200,
        help_text="It goes into e-mail and calendars: no name or address of the family. "
        "You can write “at the family’s home”.",
    )
    link = forms.URLField(
        label="Link to join, if there is one",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link, like https://meet.example.org/taf"},
    )
    guests = forms.MultipleChoiceField(
        label="Who is invited?",
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
    )
    mark_optional = False

    def __init__(
        self, *args: Any, guests: list[Invited], meeting: PlannedMeeting | None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _as_it_is(guests, meeting) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.offered = {one.key: one for one in guests}
        choose(self, "guests", [(key, one.label) for key, one in self.offered.items()])

    def details(self) -> Details:
        data = self.cleaned_data
        typed = datetime.combine(data["meets_on"], data["meets_at"])
        place, link = data["place"], data["link"]
        return Details(timezone.make_aware(typed), data["minutes"], place, link)

    def chosen(self) -> list[Invited]:
        return [self.offered[key] for key in self.cleaned_data.get("guests", [])]


class CallOffForm(VersionedForm):
    """Why the next meeting is called off."""

    why = forms.CharField(
        label="Why is the meeting called off?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stays on the record. Those invited are told that the meeting is cancelled, "
        "not why.",
        error_messages={"required": "Enter why the meeting is called off"},
    )


class AnswerForm(VersionedForm):
    """Whether somebody comes to the next meeting."""

    answer = forms.ChoiceField(
        label="Can they come?",
        choices=Invitation.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they can come"},
    )


def _as_it_is(guests: list[Invited], meeting: PlannedMeeting | None) -> dict[str, Any]:
    if meeting is None:
        return {"version": 0}
    starts = timezone.localtime(meeting.starts_at)
    asked = {who(row) for row in meeting.invitations.all()}
    return {
        "version": meeting.version,
        "meets_on": starts.date(),
        "meets_at": starts.time(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "guests": [one.key for one in guests if who(one) in asked],
    }
