"""What the police write of an incident, and what the desk's screening says of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from audit.web.dates import DateField, TimeField
from audit.web.forms import Form, ItemForm, VersionedForm
from cases.models import Address
from localities.models import Agency
from localities.routing import tidy_postcode
from referrals.actions.doors.notifying import NOT_WHOLE, doubts_about_incident
from referrals.forms.answers import Answers
from referrals.forms.asking import NO_POSTCODE, NOT_A_POSTCODE, UNKNOWN, FamilyForm, words
from referrals.forms.people import (
    NAME,
    RELATIONSHIPS,
    PartnersAdultForm,
    PartnersChildForm,
    adult_formset,
    child_formset,
)
from referrals.forms.senders import SHORT, danger_tick
from referrals.models import Notification, SchoolNotice

YesNo = Notification.YesNo
NOT_INCIDENT = {"address", "postcode", "no_postcode", "one_time_key"}
RADIOS = {"class": "govuk-radios--small"}
NO_NOTIFIER = "Enter who notifies"
NO_TELEPHONE = "Enter a telephone number the desk can reach them on"


def schools() -> Any:
    return Agency.objects.filter(kind=Agency.Kind.EDUCATION, ended_on__isnull=True)


def _one_of(name: str, label: str, choices: Any, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect(attrs=RADIOS),
        help_text=hint,
        error_messages={"required": NOT_WHOLE[name]},
    )


class NotifierForm(ItemForm):
    """Who notifies."""

    mark_optional = False

    urgent = danger_tick()
    sender_name = forms.CharField(
        label="Name of the officer or worker who notifies",
        max_length=200,
        widget=forms.TextInput(attrs=SHORT),
        error_messages={"required": NO_NOTIFIER},
    )
    sender_role = forms.CharField(
        label="Role and team (optional)",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
    )
    sender_phone = forms.CharField(
        label="Telephone number the desk can reach them on",
        max_length=40,
        widget=forms.TextInput(attrs=SHORT | {"type": "tel"}),
        error_messages={"required": NO_TELEPHONE},
    )

    def facts(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class IncidentForm(Form):
    """The incident, and where the family lives."""

    mark_optional = False

    incident_on = DateField(
        label="When was the incident?",
        called="the date of the incident",
        error_messages={"required": NOT_WHOLE["incident_on"]},
    )
    incident_time = TimeField(
        label="At what time? (optional)",
        called="the time of the incident",
        required=False,
        help_text="For example, 21:40.",
    )
    incident_reference = forms.CharField(
        label="Police reference of the incident",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
        error_messages={"required": NOT_WHOLE["incident_reference"]},
    )
    reported = words(
        "What was reported?",
        help_text="As it was said, and not as a finding. It is shown with who reported it.",
        error_messages={"required": NOT_WHOLE["reported"]},
    )
    reported_by = forms.CharField(
        label="Who reported it?",
        max_length=200,
        widget=forms.TextInput(attrs=SHORT),
        help_text="For example: a neighbour who rang 999, or the mother, to the officer.",
        error_messages={"required": NOT_WHOLE["reported_by"]},
    )
    children_were = _one_of(
        "children_were", "Where were the children?", Notification.Children.choices
    )
    risk = _one_of("risk", "Risk level of the DASH assessment", Notification.Risk.choices)
    safety_plan = _one_of(
        "safety_plan", "Is there a safety plan with the person harmed?", YesNo.choices
    )
    harmed = forms.CharField(
        label="Who is said to have been harmed? (optional)",
        max_length=200,
        required=False,
        widget=NAME,
    )
    perpetrator_is = _one_of(
        "perpetrator_is",
        "Who is said to have done it?",
        Notification.Whom.choices,
        "This is kept from them in every page, copy and letter.",
    )
    perpetrator_name = forms.CharField(
        label="Their name", max_length=200, required=False, widget=NAME
    )
    perpetrator_relationship = forms.ChoiceField(
        label="What are they to the children?",
        required=False,
        choices=[("", "Choose"), *((words, words) for words in RELATIONSHIPS)],
    )
    perpetrator_born = DateField(label="Their date of birth (optional)", required=False)
    works_at_school = _one_of(
        "works_at_school",
        "Does either of them work at a school of the children?",
        YesNo.choices,
        "Where somebody does, nobody at that school is told by us.",
    )
    works_at = forms.ModelChoiceField(
        schools(), label="Which school?", required=False, empty_label="Choose the school"
    )
    address = FamilyForm.base_fields["address"]
    postcode = FamilyForm.base_fields["postcode"]
    no_postcode = FamilyForm.base_fields["no_postcode"]
    reveals = {
        "perpetrator_is": {
            Notification.Whom.DESCRIBED: [
                "perpetrator_name",
                "perpetrator_relationship",
                "perpetrator_born",
            ]
        },
        "works_at_school": {YesNo.YES: ["works_at"]},
    }

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
        for name, sentence in doubts_about_incident(answers, timezone.localdate()).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return answers

    def facts(self) -> dict[str, Any]:
        """The answers that are fields of Referral."""
        given = self.cleaned_data
        where = given.get("no_postcode", "")
        kind = where if where and where != UNKNOWN else Address.Kind.HOME
        return {"address": given["address"], "postcode": given["postcode"], "address_kind": kind}

    def incident(self) -> dict[str, Any]:
        """The answers that are fields of Notification."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in NOT_INCIDENT
        }


class NotifiedChildForm(PartnersChildForm):
    """A child who lives where it happened."""

    upn = None  # type: ignore[assignment]


class NotificationAnswers(Answers):
    sender_class = NotifierForm
    form_class = IncidentForm  # type: ignore[assignment]
    child_formset = child_formset(NotifiedChildForm)
    adult_formset = adult_formset(PartnersAdultForm)


SAID_SO_FAR = "Said so far: {}."


def _works(notice: Notification) -> str:
    """“yes, Hawthorn Primary School”, as whoever notified said, or the screening before."""
    said = [notice.get_works_at_school_display().lower(), str(notice.works_at or "")]
    return ", ".join(filter(None, said))


class ScreeningForm(VersionedForm):
    """What the desk's screening found, and what must be known before a school is told."""

    mark_optional = False

    result = forms.ChoiceField(
        label="Result of the screening",
        choices=Notification.Screening.choices,
        widget=forms.RadioSelect(attrs=RADIOS),
        error_messages={"required": "Select the result of the screening"},
    )
    words = words(
        "Why",
        rows=4,
        help_text="What you know, what you asked and whom. It is kept from whom it names.",
        error_messages={"required": "Enter why"},
    )
    works_at_school = _one_of(
        "works_at_school",
        "Does either of them work at a school of the children?",
        YesNo.choices,
        "Where nobody does, the key adults of the schools are told when you save.",
    )
    works_at = forms.ModelChoiceField(
        schools(), label="Which school?", required=False, empty_label="Choose the school"
    )
    account = forms.EmailField(
        label="If whoever is said to have done it works here or for a partner: their work email "
        "(optional)",
        required=False,
        widget=forms.EmailInput(attrs=SHORT | {"autocomplete": "off"}),
        help_text="They will find nothing of this notification.",
    )
    reveals = {"works_at_school": {YesNo.YES: ["works_at"]}}

    def __init__(
        self, *args: Any, notice: Notification, unknown: Iterable[SchoolNotice], **kwargs: Any
    ) -> None:
        first = {"version": notice.version, "works_at": notice.works_at_id}
        super().__init__(*args, initial=first, **kwargs)
        asked = self.fields["works_at_school"]
        asked.help_text = f"{SAID_SO_FAR.format(_works(notice))} {asked.help_text}"
        self.unknown = list(unknown)
        for row in self.unknown:
            self.fields[f"school_{row.pk}"] = forms.ModelChoiceField(
                schools(),
                label=f"School of {row.child_name} (optional)",
                required=False,
                empty_label="Not known yet",
            )

    def chosen_schools(self) -> dict[int, Agency]:
        found = {row.pk: self.cleaned_data.get(f"school_{row.pk}") for row in self.unknown}
        return {number: school for number, school in found.items() if school}
