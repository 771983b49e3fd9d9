"""What the pages of panels ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from audit.web.dates import DateField, TimeField
from audit.web.forms import Form, VersionedForm
from referrals.actions.panels.arranging import NOWHERE
from referrals.models import Panel, PanelMember, Referral
from referrals.queries.panels import Waiting

LONGEST = 4000
NOBODY = "Nobody has an account with this address. Check it, or have them invited"


def words(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class ByAddress(forms.EmailField):
    """Somebody with an account, by their work address."""

    widget = forms.EmailInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"})

    def clean(self, value: Any) -> Any:
        address = super().clean(value)
        if not address:
            return None
        found = User.objects.filter(email__iexact=address, is_active=True).first()
        if found is None:
            raise forms.ValidationError(NOBODY)
        return found


class PanelForm(Form):
    """When and where a panel meets, and who chairs it."""

    meets_on = DateField(
        label="Date", called="the day the panel meets", must_be="today or in the future"
    )
    meets_time = TimeField(
        label="Time",
        called="the time it begins",
        error_messages={"required": "Enter when it begins"},
    )
    place = forms.CharField(label="Place", required=False, max_length=200)
    joining = forms.CharField(
        label="How to join online",
        required=False,
        max_length=300,
        help_text="A place, a way to join, or both.",
    )
    chair = forms.ModelChoiceField(
        User.objects.none(),
        label="Chair",
        empty_label="Choose",
        error_messages={"required": "Select who chairs the panel"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chairs = User.objects.filter(role="panel_chair", is_active=True).order_by("name")
        self.fields["chair"].queryset = chairs  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("place") and not given.get("joining"):
            self.add_error("place", NOWHERE)
        return given

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        moment = datetime.combine(given["meets_on"], given["meets_time"])
        kept = {name: given[name] for name in ("place", "joining", "chair")}
        return {"meets_at": timezone.make_aware(moment), **kept}


class ChangePanelForm(PanelForm, VersionedForm):
    """Another time, place or chair."""

    @staticmethod
    def initial_of(panel: Panel) -> dict[str, Any]:
        moment = timezone.localtime(panel.meets_at)
        return {
            "version": panel.version,
            "meets_on": moment.date(),
            "meets_time": f"{moment:%H:%M}",
            "place": panel.place,
            "joining": panel.joining,
            "chair": panel.chair_id,
        }


class MemberForm(Form):
    """Who else sits on the panel."""

    user = ByAddress(label="Their work email address")


class AgendaForm(Form):
    """Which of the requests that wait are put on the agenda."""

    requests = forms.MultipleChoiceField(
        label="Requests that wait for a panel",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one request"},
    )
    why_late = words(
        "Why can they not wait for the next panel?",
        help_text="Papers have been made, so these are late items.",
    )

    def __init__(self, *args: Any, waiting: Sequence[Waiting], late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {one.referral.reference: one.referral for one in waiting}
        choices = [
            (one.referral.reference, f"{one.title}, {one.referral.reference}, {one.days} days")
            for one in waiting
        ]
        self.fields["requests"].choices = choices  # type: ignore[attr-defined]
        if not late:
            del self.fields["why_late"]

    def referrals(self) -> list[Referral]:
        return [self.waiting[reference] for reference in self.cleaned_data["requests"]]


class ReasonForm(VersionedForm):
    """Why something is done."""

    reason = words("Why?", error_messages={"required": "Enter why"})


class DeferForm(ReasonForm):
    """Which panel an item waits for."""

    to = forms.ModelChoiceField(
        Panel.objects.none(),
        label="To which panel?",
        required=False,
        empty_label="No date yet: it goes back to those that wait",
    )

    def __init__(self, *args: Any, panels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = panels  # type: ignore[attr-defined]
        self.order_fields(["one_time_key", "version", "to", "reason"])


class AttendanceForm(Form):
    """Who came."""

    def __init__(self, *args: Any, members: Sequence[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            self.fields[f"member-{member.pk}"] = forms.ChoiceField(
                label=f"{member.user.name}{f', {member.agency.name}' if member.agency else ''}",
                choices=PanelMember.Attendance.choices,
                initial=member.attendance,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            )

    def came(self) -> dict[int, str]:
        answers = {one.pk: self.cleaned_data[f"member-{one.pk}"] for one in self.members}
        return {number: answer for number, answer in answers.items() if answer}
