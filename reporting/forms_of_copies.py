"""The form that decides one item of a copy."""

from typing import Any

from django import forms

from audit.web.forms import VersionedForm
from reporting.models import BundleItem


class ItemForm(VersionedForm):
    """Send it, black out what is marked, or leave it out with the reason."""

    decision = forms.ChoiceField(
        label="What is sent?",
        choices=[
            choice
            for choice in BundleItem.Decision.choices
            if choice[0] != BundleItem.Decision.UNDECIDED
        ],
        widget=forms.RadioSelect,
    )
    exemption = forms.ChoiceField(
        label="Why is it left out?",
        choices=[("", "Choose a reason"), *BundleItem.Exemption.choices],
        required=False,
    )
    also = forms.CharField(
        label="Also black out",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Words as they stand in the item, one phrase a line",
    )
    note = forms.CharField(
        label="Why that is right",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed to send as it is what names other people. Kept here, never sent",
    )
    reveals = {"decision": {"redact": ["also"], "withhold": ["exemption"]}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == BundleItem.Decision.WITHHOLD and not data.get("exemption"):
            self.add_error("exemption", "Select why it is left out")
        return data

    def phrases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["also"].splitlines() if line.strip()]
