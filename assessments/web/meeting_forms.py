"""The forms of TAF meetings and of the team around the family."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from assessments.actions.reviewing import NOBODY_CAME, Agreed, Guest, Minutes, Progress, Reading
from assessments.models import Action, Goal, Invitation, PlannedMeeting, Score
from assessments.progress import Member
from assessments.queries.inviting import who
from assessments.queries.meetings import Invited
from assessments.queries.plan import short
from assessments.web.action_forms import ActionItem
from assessments.web.choosing import choose
from assessments.web.how_often import as_before, choices, how_often
from audit.refusal import Reason
from audit.web.dates import DateField
from audit.web.forms import Form, ItemForm, VersionedForm
from audit.web.formsets import several
from localities.models import Agency

CAME = [("came", "Came"), ("away", "Did not come"), ("not_invited", "Not invited")]
INLINE = {"class": "govuk-radios--inline govuk-radios--small"}
SCALE = [("", "No score"), *((str(number), str(number)) for number in range(11))]
WORKER, NEW = "worker", "new"


def _words(label: str, rows: int = 4, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=8000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class MeetingForm(Form):
    """What was said at a meeting, who came, what is done, and how it was scored.

    Besides the named questions there is one for each person invited (`guest-<key>`), two for
    each open action (`done-<id>`, `result-<id>`) and one for each who may score (`score-<key>`).
    """

    held_on = DateField(
        label="When was the meeting?",
        called="the day of the meeting",
        must_be="today or in the past",
    )
    place = forms.CharField(label="Where?", required=False, max_length=200)
    minutes = _words("What was talked about and agreed?", 6)
    family_view = _words("What does the family say?", help_text="In their words.")
    child_view = _words("What do the children say?", help_text="In their words.")
    next_on = DateField(
        label="When is the next meeting?", called="the day of the next meeting", required=False
    )
    contact_every = how_often()
    mark_optional = False

    def __init__(
        self,
        *args: Any,
        guests: list[Invited],
        meeting: PlannedMeeting | None,
        actions: list[Action],
        scorers: list[Member],
        writer: Any,
        gone: list[str],
        contact_every: int | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _as_planned(meeting)
        super().__init__(*args, **kwargs)
        self.guests = {f"guest-{one.key}": one for one in guests}
        self.meeting = meeting
        self.invited = {who(row): row for row in meeting.invitations.all()} if meeting else {}
        self.actions = {action.pk: action for action in actions}
        self.scorers = {f"score-{one.id}": one for one in scorers if one.kind != "unborn"}
        self.writer, self.gone = writer, gone
        every = self.fields["contact_every"]
        assert isinstance(every, forms.TypedChoiceField)
        every.choices = choices(as_before(contact_every))
        self._ask_guests()
        self._ask_actions()
        self._ask_scores()
        said = ("minutes", "family_view", "child_view")
        self.order_fields(["held_on", "place", *self.guests, *said])

    def add_refusals(self, sentences: Iterable[str]) -> None:
        """That nobody came stands where the guests begin."""
        first = next(iter(self.guests), "")
        super().add_refusals(
            Reason(said, about=first) if said == NOBODY_CAME else said for said in sentences
        )

    def clean(self) -> None:
        self.add_refusals(self.gone)
        if self._is_as_planned():
            self._refuse_unanswered()

    def _is_as_planned(self) -> bool:
        """Whether this is the meeting that people are invited to, as far as its day tells: who came
        to an earlier one has nothing to do with who is invited to this."""
        day = self.cleaned_data.get("held_on")
        return day is None or self.meeting is None or day >= _day(self.meeting)

    def _refuse_unanswered(self) -> None:
        for name, one in self.guests.items():
            if who(one) in self.invited and not self.cleaned_data.get(name, "wrong"):
                self.add_error(name, f"Select whether {one.name} came")

    def _ask_guests(self) -> None:
        for name, one in self.guests.items():
            row = self.invited.get(who(one))
            self.fields[name] = forms.ChoiceField(
                label=f"{one.label}: {_answered(row)}" if row else one.label,
                choices=CAME[:2] if row else CAME,
                required=False,
                initial="not_invited" if self.invited and not row else None,
                widget=forms.RadioSelect(attrs=INLINE),
            )

    def _ask_actions(self) -> None:
        reveals = {}
        for number, action in self.actions.items():
            self.fields[f"done-{number}"] = forms.BooleanField(
                label=f"{action.words} ({action.owner_name})", required=False
            )
            self.fields[f"result-{number}"] = forms.CharField(
                label="What came of it?", required=False, max_length=500
            )
            self.fields[f"version-{number}"] = forms.IntegerField(
                initial=action.version, required=False, widget=forms.HiddenInput
            )
            reveals[f"done-{number}"] = {"on": [f"result-{number}"]}
        self.reveals = reveals  # type: ignore[misc]

    def _ask_scores(self) -> None:
        labels = {name: one.name for name, one in self.scorers.items()}
        for name, label in (labels | {f"score-{WORKER}": f"You ({self.writer.name})"}).items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=SCALE, required=False, widget=forms.Select()
            )

    def minutes_of(self, others: list[Guest], agreed: list[Agreed]) -> Minutes:
        """What was written, for the verb."""
        data = self.cleaned_data
        said = {name: data[name] for name in ("minutes", "family_view", "child_view", "place")}
        return Minutes(
            **said,
            next_on=data["next_on"],
            contact_every=data["contact_every"],
            guests=[*self.came(), *others],
            done=self._done(),
            agreed=agreed,
            readings=self._readings(),
        )

    def came(self) -> list[Guest]:
        """Of those in the list, who came and who did not, as far as it was said."""
        return [
            Guest(one.name, answer == "came", one.agency, one.person_id, one.user_id)
            for name, one in self.guests.items()
            if (answer := self.cleaned_data.get(name)) in {"came", "away"}
        ]

    def says_who_came(self) -> bool:
        """Whether every answer about a guest can be read."""
        return not self.guests.keys() & self.errors.keys()

    def _done(self) -> list[Progress]:
        data = self.cleaned_data
        return [
            Progress(action, data[f"version-{number}"] or action.version, data[f"result-{number}"])
            for number, action in self.actions.items()
            if data[f"done-{number}"]
        ]

    def _readings(self) -> list[Reading]:
        readings = [
            Reading(
                Score.Scorer.PARENT if one.kind == "adult" else Score.Scorer.CHILD,
                int(value),
                one.name,
                one.id,
            )
            for name, one in self.scorers.items()
            if (value := self.cleaned_data[name])
        ]
        if own := self.cleaned_data[f"score-{WORKER}"]:
            readings.append(Reading(Score.Scorer.WORKER, int(own), self.writer.name))
        return readings


def _as_planned(meeting: PlannedMeeting | None) -> dict[str, Any]:
    """Where and when it was to be, once that is over."""
    if meeting is None or meeting.starts_at > timezone.now():
        return {}
    return {
        "held_on": _day(meeting),
        "place": meeting.place or "Online",
    }


def _day(meeting: PlannedMeeting) -> date:
    return timezone.localdate(meeting.starts_at)


def _answered(row: Invitation) -> str:
    return str(row.get_answer_display()).lower() if row.answer else "did not answer"


class OtherGuest(ItemForm):
    """Somebody who came and is not in the list."""

    name = forms.CharField(label="Name", max_length=200)
    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.filter(ended_on__isnull=True),
        required=False,
        empty_label="None",
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )

    def invited(self) -> Invited:
        data = self.cleaned_data
        return Invited("", data["name"], agency=data["agency"])

    def guest(self) -> Guest:
        return Guest(self.cleaned_data["name"], True, self.cleaned_data["agency"])


OtherGuests = several(OtherGuest, "person", at_least=0, at_most=20)


class AgreedItem(ActionItem):
    """An action that was agreed at the meeting: who does what by when, and for which goal."""

    goal = forms.ChoiceField(
        label="Which goal does it help to reach?",
        choices=[],
        widget=forms.Select(),
        error_messages={"required": "Select a goal, or that it is a new one"},
    )
    new_goal = forms.CharField(
        label="If it is a new goal, what will be different?",
        required=False,
        max_length=1000,
        help_text="In the family’s own words: “Mornings without shouting.”",
    )

    def __init__(self, *args: Any, goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {str(goal.pk): goal for goal in goals}
        said = [(key, f"“{short(goal.words)}”") for key, goal in self.goals.items()]
        choose(self, "goal", [("", "Choose"), *said, (NEW, "A new goal")])

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if data.get("goal") == NEW and not data.get("new_goal"):
            self.add_error("new_goal", "Enter what will be different")

    def agreed(self) -> Agreed:
        data = self.cleaned_data
        goal = self.goals.get(data["goal"])
        return Agreed(self.action(), goal, "" if goal else data["new_goal"])


AgreedItems = several(AgreedItem, "action agreed", at_least=0, at_most=20)


class MemberForm(Form):
    """Somebody who joins the team around the family."""

    name = forms.CharField(label="Name", max_length=200)
    role = forms.CharField(
        label="Role", required=False, max_length=100, help_text="Such as health visitor or SENCo."
    )
    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.filter(ended_on__isnull=True),
        required=False,
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )
    email = forms.EmailField(
        label="The email address they sign in with",
        required=False,
        help_text="Only for somebody who should see this family’s case here.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class RemoveForm(Form):
    """Nothing to fill in: somebody leaves the team."""


class CopyForm(VersionedForm):
    """When the family got their copy."""

    copied_on = DateField(
        label="When was the copy given to the family?",
        called="the day the copy was given",
        must_be="today or in the past",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"copied_on": timezone.localdate()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
