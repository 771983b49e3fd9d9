"""The form in which the desk says how a sender was told, or why not."""

from typing import Any

from django import forms

from audit.web.forms import Form
from referrals.actions.telling.senders import not_said_safe
from referrals.answering import BY_HAND, ways_said_safe
from referrals.models import Answer, Event, Referral, Who

Way = Answer.Way
SENDER, FAMILY = "sender", "family"
NOT_SAFE_HINT = "The request does not say that this is safe for the family"
NOT_TOLD_HINT = "Such as: it would put somebody at risk, or they left no way to be told."


class AnswerForm(Form):
    """How they were told. Nothing is preselected; the ways that the request says are safe for the
    family are told apart from the others."""

    mark_optional = False

    whom = forms.ChoiceField(
        label="Who was told?",
        choices=[(SENDER, "Whoever sent the request"), (FAMILY, "The family")],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"required": "Select who was told"},
    )
    event = forms.ChoiceField(
        label="What were they told of?",
        choices=[(value, label) for value, label in Event.choices if value != Event.RECEIVED],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
    )
    way = forms.ChoiceField(
        label="How?",
        choices=[(way.value, way.label) for way in (Way.PHONE, Way.LETTER, Way.IN_PERSON)]
        + [(Way.NOT_TOLD.value, "They are not told")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how they were told, or that they are not"},
    )
    text = forms.CharField(
        label="What were they told?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    why_not = forms.CharField(
        label="Why not?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NOT_TOLD_HINT,
    )
    safe_because = forms.CharField(
        label="How do you know that this way is safe for the family?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed where the family was told by another way than the request says is safe.",
    )
    reveals = {"way": {Way.NOT_TOLD: ["why_not"]}}

    def __init__(self, *args: Any, referral: Referral, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.referral, self.who = referral, who
        if who == Who.FAMILY:
            del self.fields["whom"]
        if len(ways_said_safe(referral.safe_way)) == len(BY_HAND):
            del self.fields["safe_because"]
        if referral.safe_way == Referral.SafeWay.DO_NOT:
            self.fields["why_not"].initial = referral.safe_way_words

    @property
    def option_hints(self) -> Any:  # type: ignore[override]
        """Beside each way that the request does not say is safe."""
        others = set(BY_HAND) - set(ways_said_safe(self.referral.safe_way))
        return {"way": dict.fromkeys((way.value for way in others), NOT_SAFE_HINT)}

    def tells_family(self) -> bool:
        """Whether it is the family that was told, where somebody else asked."""
        return bool(self.cleaned_data.get("whom") == FAMILY)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        family = self.who == Who.FAMILY or answers.get("whom") == FAMILY
        way = answers.get("way")
        if family and way and not_said_safe(self.referral, way) and not answers["safe_because"]:
            self.add_error("safe_because", "Enter how you know, or select a way that is safe")
        name = "why_not" if answers.get("way") == Way.NOT_TOLD else "text"
        if answers.get("way") and not answers.get(name):
            said = (
                "Enter why they are not told" if name == "why_not" else "Enter what they were told"
            )
            self.add_error(name, said)
        return answers

    def words(self) -> str:
        told = self.cleaned_data["way"] != Way.NOT_TOLD
        return str(self.cleaned_data["text" if told else "why_not"])
