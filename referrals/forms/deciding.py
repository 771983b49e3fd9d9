"""The form "Decide": one decision for every child, or each apart. Nothing is preselected."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from audit.web.dates import DateField
from audit.web.forms import ItemForm, VersionedForm
from cases.models import Family
from cases.needs import Level
from localities.models import Locality, Service
from referrals.actions.deciding import NO_LEVEL, NO_LOCALITY, ForChild
from referrals.forms.signposts import SignpostForm
from referrals.forms.telling import TellForm
from referrals.models import NOT_FINAL, Outcome, Referral, ReferralPerson
from referrals.rules.blocking import outcome_blockers
from referrals.rules.deciding import what_is_missing

LONGEST = 4000
READ_BY_CODE = (
    "They have no account. Whoever holds the code of the request reads this: write nothing about "
    "the family beyond what the sender told us."
)
APART = "apart"
NEW = "new"
NEEDED_FOR_EARLY_HELP = {
    "locality": NO_LOCALITY.rstrip("."),
    "family": "Select which family this is about",
}

EXPLAINED: dict[str, str] = {
    Outcome.EARLY_HELP: "Opens a case in the family’s locality, or adds to their open case",
    Outcome.ADVICE: "The family or the sender is told who can help",
    Outcome.PANEL: "The panel finds who helps. The request waits for it",
    Outcome.MORE_INFORMATION: "Goes back to the sender with a question; the clock pauses, unless "
    "somebody may be in danger",
    Outcome.HARM: "Goes to a social worker at once, who decides. Ring the MASH as well",
    Outcome.SOCIAL_CARE: "Social care takes it on",
}
# What each outcome needs to be told besides its reason.
ASKED: dict[str, list[str]] = {
    Outcome.MORE_INFORMATION: ["question", "answer_by"],
    Outcome.HARM: ["said_by", "alleged"],
}


class OutcomeForm(ItemForm):
    """Outcome, level of need and reason: for all children, or for one."""

    mark_optional = False
    option_hints: ClassVar[Mapping[str, Mapping[str, str]]] = {"outcome": EXPLAINED}
    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {"outcome": ASKED}

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select an outcome"},
    )
    level = forms.TypedChoiceField(
        label="Level of need",
        choices=Level.choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text="Needed for early help.",
    )
    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea,
        max_length=LONGEST,
        help_text="Why this is right for the family, in words they could read.",
        error_messages={"required": "Enter the reason for the decision"},
    )
    question = forms.CharField(
        label="Question to the sender",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )
    answer_by = DateField(label="Answer by", called="the day to answer by", required=False)
    said_by = forms.CharField(
        label="Who says that a child is harmed?",
        max_length=200,
        required=False,
        help_text="Such as “The school nurse” or “Her grandmother”.",
    )
    alleged = forms.CharField(
        label="What do they say?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text="In the words it was said in.",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        unset = answers.get("level") is None and "level" not in self.errors
        if answers.get("outcome") == Outcome.EARLY_HELP and unset:
            self.add_error("level", NO_LEVEL.rstrip("."))
        missing = what_is_missing(_Typed(answers), timezone.localdate())
        for name, sentence in missing.items():
            if name not in self.errors:
                self.add_error(name, sentence.rstrip("."))
        return answers

    def leave_out(self, outcomes: Sequence[str]) -> None:
        """Do not offer what whoever decides cannot choose."""
        field = self.fields["outcome"]
        field.choices = [  # type: ignore[attr-defined]
            (key, label) for key, label in Outcome.choices if key not in outcomes
        ]


class _Typed:
    """The answers as the rules read them."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.child: Any = None
        self.outcome = answers.get("outcome") or ""
        self.reason = answers.get("reason") or ""
        self.level = answers.get("level")
        self.question = answers.get("question") or ""
        self.answer_by = answers.get("answer_by")
        self.said_by = answers.get("said_by") or ""
        self.alleged = answers.get("alleged") or ""


class ChildForm(OutcomeForm):
    """What is decided for one child apart."""

    option_hints = {}

    def __init__(self, *args: Any, child: ReferralPerson, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"child-{child.pk}", **kwargs)
        self.child = child
        for name, field in self.fields.items():
            field.label = f"{field.label} for {child.name}"
            field.help_text = ""
            if called := getattr(field, "called", ""):
                field.called = f"{called} for {child.name}"  # type: ignore[attr-defined]
            if name in ("outcome", "level"):
                field.widget.attrs["class"] = "govuk-radios--small"
        self.fields["outcome"].error_messages["required"] = f"Select an outcome for {child.name}"
        self.fields["reason"].error_messages["required"] = f"Enter the reason for {child.name}"
        self.fields["reason"].widget.attrs["rows"] = 3


class DecideForm(OutcomeForm, VersionedForm):
    """The whole: for all children, and what early help needs to know besides."""

    how = forms.ChoiceField(
        label="The decision is",
        choices=[("same", "The same for every child"), (APART, "Different for each child")],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    family = forms.ChoiceField(
        label="Which family is this about?", required=False, widget=forms.RadioSelect
    )
    locality = forms.ModelChoiceField(
        Locality.objects.all(),
        label="Locality",
        required=False,
        empty_label="Choose a locality",
        help_text="The address does not say which locality serves the family.",
    )
    leave_offer = forms.BooleanField(
        label="Do not let them lead. Leave the case for a manager to allocate", required=False
    )


def outcomes_of(forms: Sequence[OutcomeForm]) -> list[str]:
    """What was chosen, for all or for each of the children; "" where nothing was yet."""
    return [form.cleaned_data.get("outcome", "") for form in forms]


def unanswered(form: OutcomeForm, name: str) -> bool:
    """Whether something that is asked was left empty; not where its answer has an error."""
    return name in form.fields and name not in form.errors and not form.cleaned_data.get(name)


class Deciding:
    """The answers of the whole form: for all, or for each of the children."""

    def __init__(
        self,
        referral: Referral,
        children: list[ReferralPerson],
        families: list[Family],
        request: HttpRequest | None = None,
        *,
        as_typed: bool = False,
    ) -> None:
        data = request.POST.copy() if request and request.method == "POST" else None
        if data is not None and as_typed:
            data["version"] = str(referral.version)
        self.apart = bool(data and data.get("how") == APART and len(children) > 1)
        self.form = DecideForm(data, initial={"version": referral.version})
        self.each = [ChildForm(data, child=child) for child in children]
        self.children = children
        self.signposts = SignpostForm(data)
        self.telling = TellForm(data, referral=referral)
        user = request.user if request else None
        self.left_out = {
            outcome: reasons
            for outcome in Outcome.values
            if (reasons := outcome_blockers(referral, outcome, user))
        }
        for form in (self.form, *self.each):
            form.leave_out(list(self.left_out))
        self._shape(referral, families)
        if self.telling.standing.by_code:
            for form in (self.form, *self.each):
                form.fields["question"].help_text = READ_BY_CODE
        if data is not None:
            for form in self._not_judged(as_typed):
                form.as_typed()

    def are_good(self) -> bool:
        judged = [form.is_valid() for form in (self.form, *self._asked_apart())]
        outcomes = self._outcomes()
        if Outcome.EARLY_HELP in outcomes:
            for name, sentence in NEEDED_FOR_EARLY_HELP.items():
                if unanswered(self.form, name):
                    self.form.add_error(name, sentence)
        named, said = self.signposts.is_valid(), self.telling.is_valid()
        if self.is_advice():
            named = named and self.signposts.refuse_none()
        if all(outcomes) and said and self.ends():
            said = self.telling.refuse_silence()
        return all(judged) and named and said and not self.form.errors

    def is_advice(self) -> bool:
        """Whether somebody is told who can help."""
        return Outcome.ADVICE in self._outcomes()

    def ends(self) -> bool:
        """Whether the request then waits in no queue."""
        return not any(outcome in NOT_FINAL for outcome in self._outcomes())

    def _outcomes(self) -> list[str]:
        return outcomes_of(self._asked_apart() or [self.form])

    def services(self) -> list[Service]:
        """Whom the family is told of."""
        return self.signposts.named() if self.is_advice() else []

    def decisions(self) -> list[ForChild]:
        answers = [(form.child, form.cleaned_data) for form in self._asked_apart()] or [
            (child, self.form.cleaned_data) for child in self.children
        ]
        return [
            ForChild(
                child,
                given["outcome"],
                given["reason"],
                given["level"],
                given["question"],
                given["answer_by"],
                given["said_by"],
                given["alleged"],
            )
            for child, given in answers
        ]

    def choices(self) -> dict[str, Any]:
        """What the verb is told besides: locality, family, and whether the offer is taken up."""
        given = self.form.cleaned_data
        family = given.get("family", "")
        return {
            "locality": given.get("locality"),
            "family": Family.objects.get(pk=family) if family not in ("", NEW) else None,
            "new_family": family == NEW,
            "accept_offer": not given.get("leave_offer"),
            **self.telling.choices(),
        }

    def why_not(self) -> list[str]:
        """Why some outcomes are not offered."""
        return list(
            dict.fromkeys(reason for reasons in self.left_out.values() for reason in reasons)
        )

    def sources(self) -> list[Any]:
        """The forms whose errors the page's summary tells."""
        return [self.form, *self._asked_apart(), self.signposts, self.telling]

    def _not_judged(self, as_typed: bool) -> list[Any]:
        """Forms that are drawn as they were typed: what is not asked has no errors."""
        if as_typed:
            return [self.form, *self.each, self.signposts, self.telling]
        return [] if self.apart else list(self.each)

    def _asked_apart(self) -> list[ChildForm]:
        return self.each if self.apart else []

    def _shape(self, referral: Referral, families: list[Family]) -> None:
        """Ask only what this request needs to be asked."""
        fields = self.form.fields
        if len(self.children) < 2:
            del fields["how"]
        if referral.locality_id:
            del fields["locality"]
        if not referral.offers_to_lead:
            del fields["leave_offer"]
        if len(families) < 2:
            del fields["family"]
        else:
            choices = [(str(family.pk), f"{family} ({family.reference})") for family in families]
            fields["family"].choices = [*choices, (NEW, "A new family")]  # type: ignore[attr-defined]
        if self.apart:
            for name in ("outcome", "reason"):
                fields[name].required = False
