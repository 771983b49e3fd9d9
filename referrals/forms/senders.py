"""Who sends a request: the public, a caller, a partner. And the first screen, about danger."""

from typing import Any

from django import forms

from audit.web.forms import ItemForm
from referrals.models import Referral
from referrals.rules.plausible import doubts_about_sender

DANGER = "Someone is in danger now"

NO_ADDRESS = "Enter your email, or do not ask for letters"
SHORT = {"class": "govuk-input--width-20"}


def danger_tick() -> forms.BooleanField:
    """The tick that repeats the numbers and marks the request urgent."""
    numbers = forms.CheckboxInput(attrs={"data-danger": "danger-numbers"})
    return forms.BooleanField(label=DANGER, required=False, widget=numbers)


class DangerForm(ItemForm):
    """The first screen: is anybody in danger now?"""

    danger = danger_tick()


class SenderForm(ItemForm):
    """The public. Whether somebody is in danger was asked on the screen before."""

    mark_optional = False

    urgent = forms.BooleanField(required=False, widget=forms.HiddenInput)
    sender = forms.ChoiceField(
        label="Who are you?",
        choices=Referral.Sender.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who you are"},
    )
    sender_name = forms.CharField(
        label="Your name",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=SHORT | {"autocomplete": "name"}),
        help_text="You may leave this empty, unless you ask as part of your work.",
    )
    sender_role = forms.CharField(
        label="Your job and organisation, if you ask as part of your work",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
    )
    sender_phone = forms.CharField(
        label="Your telephone number",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=SHORT | {"autocomplete": "tel", "type": "tel"}),
        help_text="Or an email, so that we can talk with you about what would help.",
    )
    sender_email = forms.EmailField(
        label="Your email",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs=SHORT | {"autocomplete": "email"}),
    )

    write_to_me = forms.BooleanField(
        label="Email me how it stands",
        required=False,
        help_text="Only if nobody reads your email who should not know of this.",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("write_to_me") and not (
            answers.get("sender_email") or "sender_email" in self.errors
        ):
            self.add_error("sender_email", NO_ADDRESS)
        for name, sentence in doubts_about_sender(answers).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return answers

    def facts(self) -> dict[str, Any]:
        """The answers as fields of Referral."""
        return {name: said for name, said in self.cleaned_data.items() if name != "write_to_me"}

    def write_to(self) -> str:
        """The address they want letters at; "" where they want none."""
        asks = self.cleaned_data.get("write_to_me")
        return str(self.cleaned_data["sender_email"]) if asks else ""


class CallerForm(SenderForm):
    """Somebody on the telephone, written down by the desk."""

    urgent = danger_tick()
    write_to_me = None  # type: ignore[assignment]  # what Django reads as: not asked here

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "sender": "Who is calling?",
            "sender_name": "Caller’s name",
            "sender_role": "Job and organisation, if they call as part of their work",
            "sender_phone": "Caller’s telephone number",
            "sender_email": "Caller’s email",
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
        self.fields["sender"].error_messages["required"] = "Select who is calling"


class PartnerForm(ItemForm):
    """A worker of a partner agency, who is signed in: only what the account does not say."""

    urgent = danger_tick()
    sender_role = forms.CharField(
        label="Your job (optional)",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs=SHORT),
        help_text="Such as designated safeguarding lead, or health visitor.",
    )
    sender_phone = forms.CharField(
        label="Telephone number the desk can reach you on",
        max_length=40,
        widget=forms.TextInput(attrs=SHORT | {"type": "tel"}),
        error_messages={"required": "Enter a telephone number the desk can reach you on"},
    )

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
