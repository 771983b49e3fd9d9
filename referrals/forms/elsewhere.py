"""Forms about an adult without children, and about the source code."""

from django import forms

from audit.web.forms import Form, VersionedForm
from localities.models import Locality
from referrals.models import Referral
from referrals.sources import CODES


class AdultForm(Form):
    """An adult with no child: what it was about, and where they were told to turn."""

    asked_by = forms.ChoiceField(
        label="Who asked?",
        choices=Referral.Sender.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
        error_messages={"required": "Select who asked"},
    )
    about = forms.CharField(
        label="What was it about?",
        max_length=300,
        help_text="Without a name: for example, debt after losing work.",
        error_messages={"required": "Enter what it was about"},
    )
    told = forms.CharField(
        label="Where were they told to turn?",
        max_length=300,
        help_text="The service, and how they reach it.",
        error_messages={"required": "Enter where they were told to turn"},
    )
    locality = forms.ModelChoiceField(
        Locality.objects.all(), label="Locality", required=False, empty_label="Not known"
    )


class SourceForm(VersionedForm):
    """The code of the census list, and why it is another."""

    code = forms.ChoiceField(
        label="Source code",
        choices=[(code, f"{code}: {label}") for code, label in CODES.items()],
        help_text="Every return reads it here.",
    )
    reason = forms.CharField(
        label="Why is it another?",
        max_length=300,
        error_messages={"required": "Enter why the code is wrong"},
    )
