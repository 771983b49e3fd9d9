"""Forms of moving a case to another locality."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from audit.web.forms import Form, VersionedForm
from cases.models import CaseTransfer
from localities.models import Locality

Answer = CaseTransfer.Answer


class Worker(forms.ModelChoiceField):
    """People of whom one may lead, with where they work."""

    def label_from_instance(self, user: Any) -> str:
        places = ", ".join(place.name for place in user.localities.all())
        return f"{user.name} ({places})" if places else user.name


class TransferForm(Form):
    """Which locality, why, and what its manager reads before answering."""

    mark_optional = False

    to = forms.ModelChoiceField(
        Locality.objects.none(),
        label="Which locality should take the case?",
        empty_label="Select one",
        error_messages={"required": "Select the locality"},
    )
    why = forms.CharField(
        label="Why should the case move?",
        max_length=500,
        help_text="For example, the family moved house and the children change school",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why the case should move"},
    )
    summary = forms.CharField(
        label="What does their manager need to know to answer?",
        max_length=4000,
        help_text="They read this before they accept, the level of need and how many children "
        "there are, and nothing else of the record. Leave out names and addresses: what is being "
        "worked on, how far it is, what is risky, what should not stop.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what their manager needs to know"},
    )
    proposed_lead = Worker(
        User.objects.none(),
        label="Who could lead there? (optional)",
        required=False,
        empty_label="Nobody in mind",
        help_text="Somebody of that locality, or whoever leads now and goes with the family",
    )

    def __init__(
        self, *args: Any, places: QuerySet[Locality], leads: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("to", places), ("proposed_lead", leads)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class AnswerForm(VersionedForm):
    """Whether the locality takes the case, and who leads it there."""

    mark_optional = False

    answer = forms.ChoiceField(
        label="Do you take the case?",
        choices=[
            (Answer.ACCEPTED.value, "Yes, we take it"),
            (Answer.REFUSED.value, "No, it stays where it is"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you take the case"},
    )
    lead = Worker(
        User.objects.none(),
        label="If you take it: who leads from now on?",
        required=False,
        empty_label="I allocate it afterwards",
        help_text="Until you have allocated it, whoever leads now goes on",
    )
    words = forms.CharField(
        label="What do you say with your answer?",
        required=False,
        max_length=2000,
        help_text="Needed when you refuse: why, and what you would suggest. The lead reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, leads: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = leads


class TakeBackForm(VersionedForm):
    words = forms.CharField(
        label="Why? (optional)",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
