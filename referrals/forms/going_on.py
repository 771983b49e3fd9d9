"""Forms of what is done with a request besides deciding on it."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import ROLES, May
from audit.refusal import Refused
from audit.web.dates import DateField
from audit.web.forms import Form
from referrals.actions.returning import REPLACED
from referrals.models import (
    Decision,
    Disagreement,
    DisagreementStage,
    Referral,
    ReferralPerson,
    Sample,
)

LONGEST = 4000


def long_text(label: str, unanswered: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": unanswered},
        **more,
    )


class ConfirmForm(Form):
    """Nothing is asked but to go on."""


class PauseForm(Form):
    reason = forms.CharField(
        label="Why does the clock pause?",
        max_length=200,
        error_messages={"required": "Enter why the clock pauses"},
    )
    until = DateField(label="Until when?", called="the day the pause ends")


class PassOnForm(Form):
    children = forms.MultipleChoiceField(
        label="Which children is it about?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one child"},
    )
    said_by = forms.CharField(
        label="Who says that a child is harmed?",
        max_length=200,
        help_text="Such as “The school nurse” or “Her grandmother”.",
        error_messages={"required": "Enter who says so"},
    )
    words = long_text(
        "What do they say?", "Enter what they say", help_text="In the words it was said in."
    )

    def __init__(self, *args: Any, children: list[ReferralPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {str(child.pk): child for child in children}
        self.fields["children"].choices = [  # type: ignore[attr-defined]
            (key, child.name) for key, child in self.asked.items()
        ]

    def chosen(self) -> list[ReferralPerson]:
        return [self.asked[key] for key in self.cleaned_data["children"]]


class HandBackForm(Form):
    found = long_text(
        "What did you look into, and why may the desk go on?",
        "Enter what you looked into",
        help_text="Your name stands beside it.",
    )


class TakeBackForm(Form):
    reason = long_text(
        "Why does the desk decide after all?", "Enter why the desk decides after all"
    )


class AnswerForm(Form):
    words = long_text("Answer", "Enter the answer")


class OfADecision(Form):
    """About one of the decisions that stand: asked where there are several."""

    decision = forms.ChoiceField(
        label="About which child?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the child"},
    )

    def __init__(self, *args: Any, decisions: list[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = {str(row.pk): row for row in decisions}
        if len(decisions) < 2:
            del self.fields["decision"]
        else:
            self.fields["decision"].choices = [  # type: ignore[attr-defined]
                (key, self.named(row)) for key, row in self.decisions.items()
            ]

    def named(self, row: Decision) -> str:
        return row.child.name

    def chosen(self) -> Decision:
        """Refused where what was chosen stands no more, or nothing does."""
        key = self.data.get("decision") or next(iter(self.decisions), "")
        if key not in self.decisions:
            raise Refused(REPLACED)
        return self.decisions[key]


class UndoForm(OfADecision):
    reason = long_text("What was the mistake?", "Enter what the mistake was")

    def named(self, row: Decision) -> str:
        return f"{row.child.name}: {row.get_outcome_display().lower()}"


class DisagreeForm(OfADecision):
    role = forms.CharField(label="Your role", max_length=200, required=False)
    why = long_text("Why do you disagree?", "Enter why you disagree")
    wanted = long_text("What should be decided instead?", required=False)


class SampleForm(Form):
    verdict = forms.ChoiceField(
        label="Do you agree with this decision?",
        choices=[
            (Sample.Verdict.AGREED, "I agree"),
            (Sample.Verdict.OVERTURNED, "Overturn it: the desk decides again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you agree"},
    )
    reason = long_text("Reason", "Enter your reason")


class StageForm(Form):
    """What happens at the present stage of a disagreement."""

    reveals = {
        "what": {
            "name": ["ours", "their_name"],
            "escalate": ["note"],
            "settle": ["outcome", "settled"],
        }
    }

    stage = forms.IntegerField(widget=forms.HiddenInput, required=False)  # it was drawn at
    what = forms.ChoiceField(
        label="What happens now?",
        choices=[
            ("name", "Name who talks to whom"),
            ("escalate", "Take it a stage higher"),
            ("settle", "It is settled"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happens now"},
    )
    ours = forms.ModelChoiceField(
        User.objects.none(), label="Who speaks for the desk", required=False, empty_label="Nobody"
    )
    their_name = forms.CharField(
        label="Who speaks for the other side", max_length=200, required=False
    )
    note = long_text("What was said, and why it is not settled", required=False)
    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=Disagreement.Outcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    settled = long_text("What was agreed, and why", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [key for key, role in ROLES.items() if {May.DECIDE, May.ALLOCATE} & role.may]
        found = User.objects.filter(is_active=True, role__in=roles).order_by("name")
        self.fields["ours"].queryset = found  # type: ignore[attr-defined]

    def be_drawn_at(self, number: int | None) -> None:
        """Offer what can happen at this stage: nothing is higher than the last."""
        if number == DisagreementStage.Number.HEADS:
            what: Any = self.fields["what"]
            what.choices = [each for each in what.choices if each[0] != "escalate"]

    def take_stage(self, number: int | None) -> None:
        """Be sent again about the present stage, which the page now shows."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["stage"] = str(number or "")
        self.data = data


def children_of(referral: Referral) -> list[ReferralPerson]:
    return list(referral.people.exclude(kind=ReferralPerson.Kind.ADULT))
