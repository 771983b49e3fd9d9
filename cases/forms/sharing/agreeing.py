"""Forms about agreement, bases for sharing, objections and privacy notices."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from cases.forms.people.facts import choose
from cases.models import Agreement, Objection, Person, SharingBasis
from localities.models import Agency

PAST = "today or in the past"
BASIS_HINTS = {
    "public_task": "Early help is work the council has by law. Usually this",
    "legal_obligation": "A law requires it, such as a court’s order",
    "vital_interests": "To save somebody’s life",
    "consent": "Freely given and free to take back. Rarely right for a public body",
}
CONDITION_HINTS = {
    "safeguarding": "Article 9(2)(g); Schedule 1, paragraph 18",
    "social_care": "Article 9(2)(h); Schedule 1, paragraph 2",
    "statutory": "Article 9(2)(g); Schedule 1, paragraph 6",
    "vital": "Article 9(2)(c)",
    "explicit": "Article 9(2)(a)",
}


class WithPeople(Form):
    """A form that asks which member of the family it is about."""

    person = forms.ChoiceField(label="Who?", required=False)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        names = [(key, one.name) for key, one in self.people.items()]
        choose(self, "person", [("", "The whole family"), *names])

    def chosen(self) -> Person | None:
        return self.people.get(self.cleaned_data.get("person", ""))


class AgreementForm(WithPeople):
    """That somebody agreed the family takes part."""

    how = forms.ChoiceField(
        label="How did they agree?", choices=Agreement.How.choices, widget=forms.RadioSelect
    )
    on = DateField(label="When?", called="the day they agreed", must_be=PAST)
    competence = forms.CharField(
        label="If they are under 16: do they understand what they agree to?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who judged it, how, and whether their parents may know",
    )


class WithdrawForm(Form):
    """That an agreement was withdrawn."""

    on = DateField(label="When?", called="the day they withdrew", must_be=PAST)
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
        help_text="Agreement to take part is not by itself a basis for sharing. It is of Article 6 "
        "of the UK GDPR.",
    )
    condition = forms.ChoiceField(
        label="If it tells of health, ethnic origin, beliefs or sex life: what allows that?",
        choices=SharingBasis.Condition.choices,
        widget=forms.RadioSelect,
        help_text="The condition of Article 9 and Schedule 1. Not sure? Ask information "
        "governance.",
        error_messages={"required": "Select what allows sharing health and other such facts"},
    )
    on = DateField(label="From when?", called="the day sharing begins", must_be=PAST)
    until = DateField(label="Last day, if it ends", called="the last day", required=False)

    option_hints: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "basis": BASIS_HINTS,
        "condition": CONDITION_HINTS,
    }


class EndSharingForm(Form):
    """That sharing with an agency ends."""

    on = DateField(label="Last day", called="the last day")
    reason = forms.CharField(label="Why does it end?", max_length=300)


class NoticeForm(WithPeople):
    """That the privacy notice was given."""

    language = forms.CharField(label="In which language?", max_length=60, initial="English")
    on = DateField(label="When?", called="the day the notice was given", must_be=PAST)


class ObjectionForm(Form):
    """That somebody objected to something being shared."""

    person = forms.ChoiceField(label="Who objects?", required=False)
    who = forms.CharField(label="If somebody else: their name", required=False, max_length=200)
    basis = forms.ChoiceField(label="To sharing with which agency?", required=False)
    to_what = forms.CharField(
        label="What do they object to?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In their own words",
    )
    stop_meanwhile = forms.BooleanField(
        label="Stop this sharing until the objection is answered",
        required=False,
        help_text="People of the agency no longer find the case from their next click",
    )
    on = DateField(label="When did it come?", called="the day it came", must_be=PAST)

    def __init__(
        self,
        *args: Any,
        people: list[Person],
        bases: Iterable[SharingBasis],
        may_stop: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.bases = {str(one.pk): one for one in bases}
        names = [(key, one.name) for key, one in self.people.items()]
        choose(self, "person", [("", "Somebody else"), *names])
        shared = [(key, f"{one.agency.name}: {one.what}") for key, one in self.bases.items()]
        choose(self, "basis", [("", "Something else"), *shared])
        if not (may_stop and self.bases):
            del self.fields["stop_meanwhile"]

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if not data.get("person") and not data.get("who"):
            self.add_error("who", "Enter the name of who objects, or choose them above")
        if data.get("stop_meanwhile") and not data.get("basis"):
            self.add_error("basis", "Select the agency with which sharing is to stop")

    def typed(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "person": self.people.get(data["person"]),
            "who": data["who"],
            "basis": self.bases.get(data["basis"]),
            "to_what": data["to_what"],
            "stop_meanwhile": data.get("stop_meanwhile", False),
            "on": data["on"],
        }


class AnswerObjectionForm(Form):
    """What an objection was answered."""

    outcome = forms.ChoiceField(
        label="What follows?", choices=Objection.Outcome.choices, widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label="What were they answered?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="And why, in words they were told. They may complain to the Information "
        "Commissioner.",
    )
    on = DateField(label="When?", called="the day they were answered", must_be=PAST)
