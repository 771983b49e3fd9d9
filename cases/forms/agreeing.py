"""Forms about agreement, bases for sharing and privacy notices."""

from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from cases.forms.people import choose
from cases.models import Agreement, Person, SharingBasis
from localities.models import Agency

PAST = "today or in the past"


class WithPeople(Form):
    """A form that asks which member of the family it is about."""

    person = forms.ChoiceField(label="Who?", required=False)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        names = [(key, one.name) for key, one in self.people.items()]
        choose(self, "person", [("", "The whole family"), *names])

    def chosen(self) -> Person | None:
        return self.people.get(self.cleaned_data["person"])


class AgreementForm(WithPeople):
    """That somebody agreed the family takes part."""

    how = forms.ChoiceField(
        label="How did they agree?", choices=Agreement.How.choices, widget=forms.RadioSelect
    )
    on = DateField(label="When?", must_be=PAST)
    competence = forms.CharField(
        label="If they are under 16: do they understand what they agree to?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who judged it, how, and whether their parents may know",
    )


class WithdrawForm(Form):
    """That an agreement was withdrawn."""

    on = DateField(label="When?", must_be=PAST)
    reason = forms.CharField(
        label="What did they say?", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SharingForm(Form):
    """The basis on which something is shared with one agency."""

    agency = forms.ModelChoiceField(
        label="With which agency?",
        queryset=Agency.objects.filter(ended_on__isnull=True),
        empty_label="Select one",
        widget=forms.Select(attrs={"data-autocomplete": ""}),
    )
    what = forms.CharField(label="What may be shared?", max_length=300)
    basis = forms.ChoiceField(
        label="On which lawful basis?",
        choices=SharingBasis.Basis.choices,
        widget=forms.RadioSelect,
        help_text="Agreement to take part is not by itself a basis for sharing",
    )
    on = DateField(label="From when?", must_be=PAST)
    until = DateField(label="Last day, if it ends", required=False)
    objection = forms.CharField(
        label="Did anybody object?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Who, and what they were answered",
    )


class EndSharingForm(Form):
    """That sharing with an agency ends."""

    on = DateField(label="Last day")
    reason = forms.CharField(label="Why does it end?", max_length=300)


class NoticeForm(WithPeople):
    """That the privacy notice was given."""

    language = forms.CharField(label="In which language?", max_length=60, initial="English")
    on = DateField(label="When?", must_be=PAST)
