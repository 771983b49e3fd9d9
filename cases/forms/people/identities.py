"""Forms about former identities: closing one, and who is cleared for it."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from audit.web.forms import Form
from cases.models import ClosedIdentity


class IdentityForm(Form):
    """Closing the record of a former identity."""

    why = forms.ChoiceField(
        label="Why is it closed?",
        choices=ClosedIdentity.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it is closed"},
    )
    reason = forms.CharField(
        label="Who decided it, and on what ground?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Do not write the new name, address or number anywhere in this record",
        error_messages={"required": "Write who decided it, and on what ground"},
    )
    cleared = forms.ModelMultipleChoiceField(
        label="Who may still read the record?",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        error_messages={"required": "Select who may still read the record"},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["cleared"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        choice.queryset = people
        self.option_hints = {  # type: ignore[misc]
            "cleared": {str(user.pk): user.role_row.title for user in people}
        }


class ClearForm(Form):
    """One more person cleared."""

    user = forms.ModelChoiceField(
        label="Who?",
        queryset=User.objects.none(),
        widget=forms.Select(attrs={"data-autocomplete": ""}),
        error_messages={"required": "Select who"},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["user"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = people


class UnclearForm(Form):
    """Nothing but the button."""
