"""What a panel decides of one request: one decision for every child, or each apart; who leads."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from audit.web.forms import VersionedForm
from cases.models import Family
from localities.models import Agency, Locality, Service
from referrals.actions.deciding import ForChild, children_to_decide
from referrals.actions.panels.holding import Lead
from referrals.forms.deciding import (
    APART,
    NEEDED_FOR_EARLY_HELP,
    NEW,
    ChildForm,
    OutcomeForm,
    outcomes_of,
    unanswered,
)
from referrals.forms.panels import ByAddress
from referrals.forms.signposts import SignpostForm
from referrals.models import Outcome, PanelItem, ReferralPerson
from referrals.rules.blocking import outcome_blockers

NOT_OF_A_PANEL = (Outcome.PANEL, Outcome.MORE_INFORMATION)  # it defers, or gives back
HARM: dict[str, list[str]] = {Outcome.HARM: ["said_by", "alleged"]}
LEADING = ["lead", "lead_agency", "locality", "family"]
ASKS_NOTHING = "A lead is named for early help alone. Leave this empty"


class PanelsOutcomeForm(OutcomeForm):
    """Outcome, level of need and reason, of those outcomes that a panel has."""

    option_hints = {}
    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {"outcome": HARM}

    question = None  # type: ignore[assignment]
    answer_by = None  # type: ignore[assignment]


class PanelsChildForm(PanelsOutcomeForm, ChildForm):
    """What a panel decides for one child apart."""


class PanelsItemForm(PanelsOutcomeForm, VersionedForm):
    """The whole: for all children, and who leads where it is early help."""

    how = forms.ChoiceField(
        label="The decision is",
        choices=[("same", "The same for every child"), (APART, "Different for each child")],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    lead = ByAddress(
        label="Who leads? Their work email address",
        required=False,
        help_text="They lead from now on. Leave it empty where it is not settled.",
    )
    lead_agency = forms.ModelChoiceField(
        Agency.objects.filter(ended_on__isnull=True),
        label="Or which agency will name somebody?",
        required=False,
        empty_label="Not settled",
    )
    locality = forms.ModelChoiceField(
        Locality.objects.all(),
        label="Locality",
        required=False,
        empty_label="Choose a locality",
        help_text="The address does not say which locality serves the family.",
    )
    family = forms.ChoiceField(
        label="Which family is this about?", required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = "What did the panel decide?"
        self.fields["outcome"].error_messages["required"] = "Select what the panel decided"


class PanelDeciding:
    """The answers of the whole form: for all, or for each of the children."""

    def __init__(
        self,
        request: HttpRequest,
        item: PanelItem,
        families: Sequence[Family],
        by: Any,
        *,
        as_typed: bool = False,
    ) -> None:
        data = request.POST if request.method == "POST" else None
        self.children = children_to_decide(item.referral)
        self.families = {str(family.pk): family for family in families}  # a chair sees none alone
        self.apart = bool(data and data.get("how") == APART and len(self.children) > 1)
        self.form = PanelsItemForm(data, initial={"version": item.version})
        self.each = [PanelsChildForm(data, child=child) for child in self.children]
        self.signposts = SignpostForm(data)
        left_out = [*NOT_OF_A_PANEL]
        self.why_not: list[str] = []
        for outcome in Outcome:
            if outcome not in left_out and (why := outcome_blockers(item.referral, outcome, by)):
                left_out.append(outcome)
                self.why_not += [reason for reason in why if reason not in self.why_not]
        for form in (self.form, *self.each):
            form.leave_out(left_out)
        self._shape(item, families)
        if data is not None and as_typed:
            for each in (self.form, *self.each, self.signposts):
                each.as_typed()
        elif data is not None and not self.apart:
            for form in self.each:
                form.as_typed()

    def are_good(self) -> bool:
        judged = [form.is_valid() for form in (self.form, *self._asked_apart(), self.signposts)]
        advises = self.is_advice() and not self.signposts.errors
        named = self.signposts.refuse_none() if advises else True
        given = self.form.cleaned_data
        if self.is_early_help():
            for name, sentence in NEEDED_FOR_EARLY_HELP.items():
                if unanswered(self.form, name):
                    self.form.add_error(name, sentence)
        elif self.leading and all(self._outcomes()):
            for name in ("lead", "lead_agency"):
                if given.get(name):
                    self.form.add_error(name, ASKS_NOTHING)
        return all(judged) and named and not self.form.errors

    def is_early_help(self) -> bool:
        """Whether a case is opened or added to, for one child at least."""
        return Outcome.EARLY_HELP in self._outcomes()

    def is_advice(self) -> bool:
        """Whether somebody is told who can help."""
        return Outcome.ADVICE in self._outcomes()

    def _outcomes(self) -> list[str]:
        return outcomes_of(self._asked_apart() or [self.form])

    def services(self) -> list[Service]:
        """Whom the family is told of."""
        return self.signposts.named() if self.is_advice() else []

    def decisions(self) -> list[ForChild]:
        answers: list[tuple[ReferralPerson, Mapping[str, Any]]] = [
            (form.child, form.cleaned_data) for form in self._asked_apart()
        ] or [(child, self.form.cleaned_data) for child in self.children]
        return [_for(child, given) for child, given in answers]

    def choices(self) -> dict[str, Any]:
        """What the verb is told besides: who leads, locality and family."""
        given, early_help = self.form.cleaned_data, self.is_early_help()
        family = given.get("family", "")
        return {
            "lead": Lead(given["lead"], given["lead_agency"]) if early_help else Lead(),
            "locality": given.get("locality"),
            "family": self.families.get(family),
            "new_family": family == NEW,
        }

    @property
    def leading(self) -> list[str]:
        """The questions of early help that stand by themselves: one child's case asks them
        beside its outcome."""
        if len(self.children) < 2:
            return []
        return [name for name in LEADING if name in self.form.fields]

    @property
    def sources(self) -> list[Any]:
        """The forms whose errors the page's summary tells."""
        return [self.form, *self._asked_apart(), self.signposts]

    def _asked_apart(self) -> list[PanelsChildForm]:
        return self.each if self.apart else []

    def _shape(self, item: PanelItem, families: Sequence[Family]) -> None:
        """Ask only what this request needs to be asked."""
        fields = self.form.fields
        if item.referral.locality_id:
            del fields["locality"]
        if len(families) < 2:
            del fields["family"]
        else:
            choices = [(str(family.pk), f"{family} ({family.reference})") for family in families]
            fields["family"].choices = [*choices, (NEW, "A new family")]  # type: ignore[attr-defined]
        if len(self.children) < 2:
            del fields["how"]
            help_alone = ["level", *(name for name in LEADING if name in fields)]
            opens: dict[str, list[str]] = {Outcome.EARLY_HELP: help_alone}
            self.form.reveals = {"outcome": opens | HARM}  # type: ignore[misc]
        if self.apart:
            for name in ("outcome", "reason"):
                fields[name].required = False


def _for(child: ReferralPerson, given: Mapping[str, Any]) -> ForChild:
    """What was typed under an outcome that was not chosen in the end is left out."""
    early_help, harm = given["outcome"] == Outcome.EARLY_HELP, given["outcome"] == Outcome.HARM
    return ForChild(
        child,
        given["outcome"],
        given["reason"],
        given["level"] if early_help else None,
        said_by=given["said_by"] if harm else "",
        alleged=given["alleged"] if harm else "",
    )
