"""The forms about people's requests: passing one on, proof, time, answer, disputes."""

from typing import Any

from django import forms

from audit.web.dates import DateField
from audit.web.forms import Form
from cases.forms.people.facts import choose
from cases.models import Person, RightsRequest
from cases.rules.rights import OUTCOMES

Kind = RightsRequest.Kind
HINTS = {
    Kind.SUBJECT_ACCESS: "A copy of what we hold about them",
    Kind.RECTIFICATION: "They say that something is wrong or missing",
    Kind.OBJECTION: "They do not want it used or shared in some way",
    Kind.ERASURE: "Answered by how long we must keep it, and by legal holds",
}


def _long(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class _Asked(Form):
    """What every request says, wherever it came in."""

    kind = forms.ChoiceField(
        label="What do they ask?", choices=Kind.choices, widget=forms.RadioSelect
    )
    asker = forms.ChoiceField(
        label="Who asks?", choices=RightsRequest.Asker.choices, widget=forms.RadioSelect
    )
    asker_name = forms.CharField(
        label="Their name, if it is not the person themselves", max_length=200, required=False
    )
    reach = forms.CharField(
        label="How can we answer them safely?",
        max_length=300,
        required=False,
        help_text="An address, number or e-mail that nobody else reads",
    )
    words = _long("What do they ask, in their words?")
    received_on = DateField(
        label="When did they ask?",
        called="the day they asked",
        must_be="today or in the past",
        help_text="The month begins on this day, however they asked: a spoken request counts",
    )
    option_hints = {"kind": {str(key): words for key, words in HINTS.items()}}


class PassOnForm(_Asked):
    """A request passed on by somebody who works with the family."""

    person = forms.ChoiceField(label="Whose record is it about?", widget=forms.RadioSelect)
    item = forms.ChoiceField(
        label="Which part of the record do they say is wrong",
        required=False,
        help_text="Leave empty unless they ask to correct one thing",
    )
    field_order = ["kind", "person", "item", "words", "asker", "asker_name", "reach", "received_on"]

    def __init__(
        self, *args: Any, people: list[Person], items: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choose(self, "person", [(key, one.name) for key, one in self.people.items()])
        choose(self, "item", [("", "Choose a part"), *items])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("item") and data.get("kind") and data["kind"] != Kind.RECTIFICATION:
            self.add_error("item", "Leave this empty, or select “Correct the record”")
        return data

    def chosen(self) -> Person:
        return self.people[self.cleaned_data["person"]]


class WriteDownForm(_Asked):
    """A request that came to information governance itself."""

    given_name = forms.CharField(label="First name of the person", max_length=100, required=False)
    family_name = forms.CharField(label="Last name of the person", max_length=100)
    date_of_birth = DateField(label="Date of birth", required=False, must_be="in the past")
    field_order = [
        "kind", "given_name", "family_name", "date_of_birth", "words", "asker", "asker_name",
        "reach", "received_on",
    ]  # fmt: skip


class AskProofForm(Form):
    what = _long(
        "What did you ask for?",
        help_text="Such as a passport, and for a parent proof of parental responsibility",
    )


class ProofForm(Form):
    proof = forms.CharField(
        label="What proof of identity and authority was seen, and how?",
        max_length=300,
        help_text="Such as “Passport, seen at the hub by the lead practitioner”",
    )
    on = DateField(
        label="When was it seen?", called="the day it was seen", must_be="today or in the past"
    )


class ExtendForm(Form):
    reason = _long(
        "Why is more time needed, as the person was told?",
        help_text="Only where the request is complex or there are several. Tell them first",
    )


class PersonForm(Form):
    person = forms.ChoiceField(label="Who is it?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", choices)


class AnswerForm(Form):
    outcome = forms.ChoiceField(label="How is it answered?", widget=forms.RadioSelect)
    told = _long(
        "What were they told, and how?",
        help_text="A refusal gives its reason, and says they may complain to the Information "
        "Commissioner’s Office and go to court",
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(RightsRequest.Outcome.choices)
        choose(self, "outcome", [(key, str(labels[key])) for key in OUTCOMES[kind]])


class ReasonForm(Form):
    reason = _long("Why?")


class NamePartForm(Form):
    part = forms.CharField(
        label="Which part of the record do they say is wrong?",
        max_length=200,
        help_text="Such as “Date of birth” or “Home visit, 3 May 2026”",
    )
    statement = _long(
        "What do they say about it?",
        help_text="In their words. It stands beside the person’s record until it is corrected",
    )


class DisputeForm(Form):
    corrected = forms.ChoiceField(
        label="Was it corrected?",
        choices=[("yes", "Yes"), ("no", "No: their statement stays beside it")],
        widget=forms.RadioSelect,
    )
    reason = _long("Why, as the person is told?")
    option_hints = {
        "corrected": {"yes": "By whoever works with the family, on the page of the record itself"}
    }


class HoldForm(Form):
    reference = forms.CharField(
        label="Reference of the family or case",
        max_length=14,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        help_text="Like FA-2026-00012 or EH-2026-00417",
    )
    reason = _long(
        "Why must nothing be disposed of?", help_text="Such as a claim, an inquiry or a court case"
    )


class DisposalForm(Form):
    decision = forms.ChoiceField(
        label="What is to become of it?",
        choices=[
            ("dispose", "Dispose of it: erase names, words and identifiers for good"),
            ("keep", "Keep it longer"),
            ("hold", "Set a legal hold"),
        ],
        widget=forms.RadioSelect,
    )
    until = DateField(
        label="Keep it until",
        called="the day to keep it until",
        required=False,
        must_be="in the future",
    )
    reason = _long("Why?")
    version = forms.IntegerField(widget=forms.HiddenInput)
    reveals = {"decision": {"keep": ["until"]}}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == "keep" and "until" in data and not data["until"]:
            self.add_error("until", "Enter until when it is kept")
        return data
