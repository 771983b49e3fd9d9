"""Forms of locality surgeries: arranging, who was there, putting forward, advice."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from audit.days import in_words
from audit.web.dates import DateField
from audit.web.forms import Form, ItemForm, VersionedForm
from audit.web.formsets import several
from cases.models import Surgery
from cases.rules.surgery import is_late
from localities.models import Agency, Locality


def _words(label: str, hint: str = "", rows: int = 4, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, widget=widget, **more)


def _choose(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


class OnDay(forms.ModelChoiceField):
    """Surgeries, by their day, and whether it is late for their agenda."""

    def label_from_instance(self, surgery: Any) -> str:
        day, today = surgery.held_on, timezone.localdate()
        when = "Today" if day == today else f"{day:%A} {in_words(day)}"
        late = ". Its agenda is closed: yours is marked late" if is_late(surgery, today) else ""
        return f"{when}, led by {surgery.led_by}{late}"


class Particulars(forms.Form):
    """The day of a surgery, when and where it is, and who leads it."""

    held_on = DateField(
        label="Which day?", called="the day of the surgery", must_be="today or in the future"
    )
    place = forms.CharField(
        label="When and where?", max_length=200, help_text="Such as 10 to 12, the family hub",
        error_messages={"required": "Enter when and where it is"},
    )  # fmt: skip
    led_by = forms.CharField(
        label="Who leads it?", max_length=200,
        help_text="Name and role, such as a senior practitioner or a social work consultant",
        error_messages={"required": "Enter who leads it"},
    )  # fmt: skip


class ArrangeForm(Particulars, Form):
    """A new surgery of a locality."""

    locality = forms.ModelChoiceField(
        Locality.objects.none(), label="Locality", empty_label="Select one",
        error_messages={"required": "Select the locality"},
    )  # fmt: skip
    field_order = ("locality", "held_on", "place", "led_by")

    def __init__(self, *args: Any, places: QuerySet[Locality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "locality", places)


class RearrangeForm(Particulars, VersionedForm):
    """The same of one that is arranged already."""


class GuestForm(ItemForm):
    """Somebody who was there."""

    mark_optional = False

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name"}
    )
    agency = forms.ModelChoiceField(
        Agency.objects.order_by("name"), label="Agency (optional)", required=False,
        empty_label="None, or not in the list",
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )  # fmt: skip


class CallOffForm(VersionedForm):
    why = forms.CharField(
        label="Why is it called off?", max_length=300,
        help_text="Name no family. Whoever works in the locality reads it.",
        error_messages={"required": "Enter why it is called off"},
    )  # fmt: skip


GuestForms = several(GuestForm, "person", at_most=30)


class AttendForm(VersionedForm):
    """The surgery whose guests are written down."""


class PutForwardForm(Form):
    """Which surgery, what it is asked, and whether names are left out."""

    mark_optional = False

    surgery = OnDay(
        Surgery.objects.none(), label="Which surgery?", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "Select the surgery"},
    )  # fmt: skip
    question = _words(
        "What do you want to ask?",
        "What you are stuck with, and what you have thought of yourself",
        max_length=4000,
        error_messages={"required": "Enter what you want to ask"},
    )
    unnamed = forms.BooleanField(
        label="Talk it over without names",
        required=False,
        help_text="Where somebody may be there who has no reason to know this family. Only people "
        "who see the case see it on the agenda, whatever you choose.",
    )

    def __init__(self, *args: Any, surgeries: QuerySet[Surgery], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "surgery", surgeries)


class AdviceForm(VersionedForm):
    """What the surgery advised and what is done next, or why it did not get to the case."""

    mark_optional = False

    discussed = forms.ChoiceField(
        label="Was the case discussed?",
        choices=[("yes", "Yes"), ("no", "No, there was no time or nobody to present it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the case was discussed"},
    )
    advice = _words("What was advised?", required=False, max_length=8000)
    next_step = forms.CharField(
        label="Next step (optional)", required=False, max_length=300,
        help_text="It goes on the list of whoever takes it",
    )  # fmt: skip
    next_who = forms.ModelChoiceField(
        User.objects.none(), label="Who takes it?", required=False, empty_label="Nobody yet"
    )
    next_by = DateField(label="By when?", called="the day it is to be done by", required=False)
    why = forms.CharField(label="Why was it not discussed?", required=False, max_length=300)
    reveals = {"discussed": {"yes": ["advice", "next_step", "next_who", "next_by"], "no": ["why"]}}

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "next_who", people)

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if data.get("discussed") == "yes" and not data.get("advice"):
            self.add_error("advice", "Enter what was advised")
        if data.get("discussed") == "no" and not data.get("why"):
            self.add_error("why", "Enter why it was not discussed")
        if data.get("discussed") == "yes":
            self._refuse_half_a_step(data)
        return data

    def _refuse_half_a_step(self, data: dict[str, Any]) -> None:
        asked = {
            "next_step": "Enter the next step",
            "next_who": "Select who takes the next step",
            "next_by": "Enter by when the next step is done",
        }
        if any(data.get(name) for name in asked):
            for name, sentence in asked.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)


class WithdrawForm(VersionedForm):
    why = forms.CharField(
        label="Why do you withdraw it?", max_length=300,
        error_messages={"required": "Enter why you withdraw it"},
    )  # fmt: skip
