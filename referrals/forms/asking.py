"""What every door asks about a family: where it lives, what is the matter, who knows."""

from typing import Any, ClassVar

from django import forms

from audit.web.forms import Form
from cases.models import Address
from cases.needs import NeedKind
from localities.routing import tidy_postcode
from referrals.models import Referral
from referrals.rules.plausible import LONGEST, doubts_about_safe_way, doubts_about_telling

Knows, SafeWay = Referral.Knows, Referral.SafeWay

NO_POSTCODE = "Enter the postcode, or say below why there is none"
NOT_A_POSTCODE = "Enter a full postcode, like WV14 0AA"
NOBODY_ASKED = "Select whether the family knows and agrees"
UNKNOWN = "unknown"


def words(label: str, rows: int = 5, **options: Any) -> forms.CharField:
    """A question answered in sentences."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=LONGEST, **options
    )


def line(label: str, max_length: int = 300, **options: Any) -> forms.CharField:
    """A question answered in a line that nobody must answer and no browser may fill in: it is about
    somebody else than whoever types."""
    return forms.CharField(
        label=label,
        max_length=max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **options,
    )


class FamilyForm(Form):
    """The family, apart from the people, of whom there are several."""

    mark_optional = False

    address = line(
        "Address", help_text="House number, street and town. Leave it empty for a refuge."
    )
    postcode = forms.CharField(
        label="Postcode",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    no_postcode = forms.ChoiceField(
        label="If there is no postcode, why?",
        required=False,
        choices=[
            (Address.Kind.NO_FIXED_ABODE, "The family has no fixed address"),
            (Address.Kind.REFUGE, "They are in a refuge"),
            (Address.Kind.OUT_OF_AREA, "They live outside this area"),
            (UNKNOWN, "I do not know it"),
        ],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
    )
    worries = words(
        "What is worrying you?",
        help_text="What you have seen or heard, how often, and how it affects the children.",
        error_messages={"required": "Tell us what is worrying you"},
    )
    going_well = words("What is going well? (optional)", required=False)
    tried = words(
        "What has been tried? (optional)",
        required=False,
        help_text="Help the family has had or asked for, and what came of it.",
    )
    family_knows = forms.ChoiceField(
        label="Does the family know about this request, and do they agree?",
        choices=Knows.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NOBODY_ASKED},
    )
    why_no_agreement = words("Why do they not agree?", rows=3, required=False)
    why_not_told = words("Why have they not been told?", rows=3, required=False)
    safe_way = forms.ChoiceField(
        label="How may the family safely be told what is decided? (optional)",
        required=False,
        choices=SafeWay.choices,
        widget=forms.RadioSelect,
        help_text="As far as you know. The desk reads this before it tells them anything.",
    )
    safe_phone = line("Which number, and when is it safe to ring?", max_length=200)
    safe_address = line(
        "To which address? (optional)",
        help_text="If it is not the one above, or if somebody else opens their post.",
    )
    safe_place = line("Where, and by whom? (optional)")
    why_no_contact = words("Why should nobody contact them?", rows=3, required=False)
    safe_words: ClassVar[dict[str, str]] = {
        SafeWay.PHONE: "safe_phone",
        SafeWay.LETTER: "safe_address",
        SafeWay.IN_PERSON: "safe_place",
        SafeWay.DO_NOT: "why_no_contact",
    }
    why: ClassVar[dict[str, str]] = {
        Knows.KNOWS: "why_no_agreement",
        Knows.NOT_TOLD: "why_not_told",
    }
    reveals = {
        "family_knows": {knows: [name] for knows, name in why.items()},
        "safe_way": {way: [name] for way, name in safe_words.items()},
    }
    always: ClassVar[dict[str, Any]] = {}  # facts of every request through this door

    def clean_postcode(self) -> str:
        typed = str(self.cleaned_data["postcode"]).strip()
        if typed and not tidy_postcode(typed):
            raise forms.ValidationError(NOT_A_POSTCODE)
        return tidy_postcode(typed)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        said = answers.get("postcode") or answers.get("no_postcode")
        if not said and "postcode" not in self.errors:
            self.add_error("postcode", NO_POSTCODE)
        facts = self.facts()
        doubts = doubts_about_telling(facts) | doubts_about_safe_way(facts)
        for name, sentence in doubts.items():
            self.add_error(self._place(name), sentence)
        return answers

    def facts(self) -> dict[str, Any]:
        """The answers as fields of Referral."""
        answers = dict(self.cleaned_data)
        answers.pop("one_time_key", None)
        reasons = [answers.pop(name, "") for name in self.why.values()]
        answers["why_not"] = dict(zip(self.why, reasons, strict=True)).get(
            answers.get("family_knows", ""), ""
        )
        typed = {way: answers.pop(name, "") for way, name in self.safe_words.items()}
        answers["safe_way_words"] = typed.get(answers.get("safe_way", ""), "")
        where = answers.pop("no_postcode", "")
        answers["address_kind"] = where if where and where != UNKNOWN else Address.Kind.HOME
        return self.always | answers

    def _place(self, name: str) -> str | None:
        if name == "why_not":
            return self.why.get(self.cleaned_data.get("family_knows", ""))
        if name == "safe_way_words":
            return self.safe_words.get(self.cleaned_data.get("safe_way", ""))
        return name if name in self.fields else None


class PartnersFamilyForm(FamilyForm):
    """The family in an assessment a partner starts: a request in which they offer to lead."""

    always = {"offers_to_lead": True}

    reasons = forms.MultipleChoiceField(
        label="What would help be for? (optional)",
        required=False,
        choices=NeedKind.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small"}),
        help_text="Select all that fit.",
    )
