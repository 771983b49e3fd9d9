"""What social care writes when it hands a family to early help."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from audit.web.dates import DateField
from audit.web.forms import Form, ItemForm
from audit.web.formsets import several
from referrals.actions.doors.stepping_down import (
    NO_ACTION,
    NO_MEETING,
    NO_WORKER,
    doubts_about_handover,
)
from referrals.forms.answers import Answers
from referrals.forms.asking import NOBODY_ASKED, FamilyForm, words
from referrals.forms.people import (
    PartnersAdultForm,
    PartnersChildForm,
    adult_formset,
    child_formset,
)
from referrals.forms.senders import SHORT, danger_tick
from referrals.models import Referral

MOST_ACTIONS = 20
NO_REASON_WHY_NOW = "Enter why early help is right now"
HANDOVER = (
    "social_worker",
    "social_worker_phone",
    "social_worker_email",
    "last_meeting_on",
    "closes_on",
    "plan",
)


class SocialWorkerForm(ItemForm):
    """The family's social worker, whom early help asks."""

    mark_optional = False

    urgent = danger_tick()
    social_worker = forms.CharField(
        label="Name of the family’s social worker",
        max_length=200,
        widget=forms.TextInput(attrs=SHORT),
        error_messages={"required": NO_WORKER},
    )
    social_worker_phone = forms.CharField(
        label="Their telephone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=SHORT | {"type": "tel"}),
        help_text="Or their email.",
    )
    social_worker_email = forms.EmailField(
        label="Their email", max_length=254, required=False, widget=forms.EmailInput(attrs=SHORT)
    )
    last_meeting_on = DateField(
        label="When was the last meeting with the family?",
        called="the day of the last meeting",
        error_messages={"required": NO_MEETING},
        help_text="Such as the last child in need review.",
    )
    closes_on = DateField(
        label="When does social care close? (optional)",
        called="the day social care closes",
        required=False,
        help_text="The first Team Around the Family meeting is to be before this day, so that the "
        "family is never without anybody.",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        for name, sentence in doubts_about_handover(answers, timezone.localdate()).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return answers

    def facts(self) -> dict[str, Any]:
        return {"urgent": self.cleaned_data["urgent"]}


class ActionForm(ItemForm):
    """One thing that is outstanding."""

    mark_optional = False

    what = forms.CharField(
        label="What is to be done",
        max_length=500,
        widget=forms.TextInput(),
        error_messages={"required": NO_ACTION},
    )
    who = forms.CharField(
        label="Who does it (optional)",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
    )
    by_when = DateField(
        label="By when (optional)", called="the day it is to be done by", required=False
    )


class StepDownFamilyForm(FamilyForm):
    """The family: why early help now, the plan so far, whether it agrees."""

    tried = None  # type: ignore[assignment]  # the plan says it

    worries = words(
        "Why is early help right for this family now?",
        help_text="What has changed, what still worries you, and why social care need not lead.",
        error_messages={"required": NO_REASON_WHY_NOW},
    )
    plan = words(
        "The plan so far (optional)",
        rows=6,
        required=False,
        help_text="What was agreed and what has been done. You can add it as a file afterwards.",
    )
    family_knows = forms.ChoiceField(
        label="Does the family know that early help takes over, and do they agree?",
        choices=Referral.Knows.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NOBODY_ASKED},
    )

    def facts(self) -> dict[str, Any]:
        facts = super().facts()
        facts.pop("plan", None)
        return facts


class StepDownAnswers(Answers):
    """All the answers of the page, with what is outstanding."""

    sender_class = SocialWorkerForm
    form_class = StepDownFamilyForm
    child_formset = child_formset(PartnersChildForm)
    adult_formset = adult_formset(PartnersAdultForm)
    action_formset = several(ActionForm, "action", at_most=MOST_ACTIONS)

    def __init__(self, request: HttpRequest) -> None:
        data = request.POST if request.method == "POST" else None
        self.actions = self.action_formset(data, prefix="actions")
        super().__init__(request)
        if self.actions.changing and not self.changing:
            self.changing = True
            for form in self._single_forms():
                form.as_typed()

    def are_good(self) -> bool:
        if self.changing or not self.form.is_bound:
            return False
        first = self.actions.is_valid()
        return super().are_good() and first

    def handover(self) -> dict[str, Any]:
        """The answers as fields of StepDownRequest."""
        given = self.sender.cleaned_data | self.form.cleaned_data
        return {name: given[name] for name in HANDOVER}

    def outstanding(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.actions if form.has_changed()]

    def context(self) -> dict[str, Any]:
        return super().context() | {"actions": self.actions}

    def _single_forms(self) -> list[ItemForm]:
        return [*super()._single_forms(), *self.actions]


class RequestFileForm(Form):
    """A file for a request, such as social care's plan."""

    title = forms.CharField(
        label="What is it?",
        max_length=120,
        help_text="For example: child in need plan, 12 November. Do not write a name here.",
        error_messages={"required": "Enter what the file is"},
    )
    file = forms.FileField(
        label="File",
        widget=forms.FileInput,
        allow_empty_file=True,  # said by the rule, in its own words
        help_text="PDF, Word, Excel, OpenDocument text, PNG, JPEG or plain text.",
        error_messages={"required": "Select a file", "invalid": "Select a file"},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = "The selected file is too large"
