"""What is asked before another system gets a token."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from accounts.models.token import TokenScope
from audit.web.dates import DateField
from audit.web.forms import Form
from localities.models import Agency

NOBODY = "Nobody who can sign in has this address. Check it, or leave it empty"


class TokenForm(Form):
    """Whose token, for what, until when. Nothing is chosen beforehand."""

    name = forms.CharField(
        label="What will use it?",
        max_length=100,
        help_text="Such as “Pupil records at Hawthorn”",
        error_messages={"required": "Enter what will use it"},
    )
    agency = forms.ModelChoiceField(
        label="Which agency does it belong to?",
        queryset=Agency.objects.filter(ended_on__isnull=True),
        empty_label="Choose",
        error_messages={"required": "Select the agency it belongs to"},
    )
    scopes = forms.MultipleChoiceField(
        label="What is it for?",
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only what this system needs. Domestic abuse notifications are for the police, "
        "and step-downs for the council’s social care.",
        error_messages={"required": "Select what it is for"},
    )
    account = forms.EmailField(
        label="Whose account does it use? (optional)",
        required=False,
        help_text="The email address of a user whose role may do this. Needed to ask whether a "
        "person is known, and for figures. Left empty, it uses the agency’s own account, which "
        "can only send what is ticked and read how it stands.",
    )
    expires_on = DateField(
        label="The last day it works",
        help_text="At most two years from now. For example, 31 8 2027.",
    )

    def clean_account(self) -> User | None:
        typed = str(self.cleaned_data["account"]).lower()
        if not typed:
            return None
        user = User.objects.filter(email=typed, is_active=True).select_related("agency").first()
        if user is None:
            raise forms.ValidationError(NOBODY)
        return user

    def clean_expires_on(self) -> Any:
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if (day - today).days > 731:
            raise forms.ValidationError("The last day must be within two years")
        return day


class RevokeForm(Form):
    """Nothing but the key: the button says what is meant."""
