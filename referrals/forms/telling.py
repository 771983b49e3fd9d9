"""What whoever asked for help is told of a decision, and how somebody of the family hears it."""

from typing import Any

from django import forms

from audit.web.forms import ItemForm
from referrals.actions.telling.senders import Tell, doubts_about_telling, ways_to_tell
from referrals.forms.answering import NOT_TOLD_HINT
from referrals.models import Referral, Who
from referrals.queries.answers import standings

LONGEST = 4000
WAYS: dict[Tell, str] = {
    Tell.EMAIL: "By email to the address they confirmed: that is safe for them",
    Tell.BY_HAND: "By telephone, in person or by letter, in a way that is safe for them",
    Tell.NOT_TOLD: "They are not told",
}


class TellForm(ItemForm):
    """Nothing is preselected. A professional is told why; the public neither why nor how."""

    mark_optional = False
    option_hints = {
        "tell": {Tell.BY_HAND: "Stands in “Not answered yet” until you record what they were told"}
    }
    reveals = {
        "tell": {Tell.NOT_TOLD: ["why_not_told"]},
        "family_not_told": {"on": ["why_not_told"]},
    }

    told = forms.CharField(
        label="Why, for the sender (optional)",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text="In plain words and without names. It is sent only as far as they may know it.",
    )
    tell = forms.ChoiceField(
        label="How does the person who asked hear of it?",
        required=False,
        widget=forms.RadioSelect,
        help_text="Needed where the decision ends the request.",
    )
    family_not_told = forms.BooleanField(
        label="Record that the family is not told, as the sender asks", required=False
    )
    why_not_told = forms.CharField(
        label="Why are they not told?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
        help_text=NOT_TOLD_HINT,
    )

    def __init__(self, data: Any, *, referral: Referral) -> None:
        super().__init__(data)
        self.referral = referral
        [standing] = standings([referral.pk])
        self.standing = standing
        if standing.who == Who.PUBLIC:
            del self.fields["told"]
        nobody = referral.safe_way == Referral.SafeWay.DO_NOT
        if standing.who == Who.FAMILY:
            ways = [(way.value, WAYS[way]) for way in ways_to_tell(standing, referral.safe_way)]
            self.fields["tell"].choices = ways  # type: ignore[attr-defined]
            del self.fields["family_not_told"]
        elif nobody:
            del self.fields["tell"]
        else:
            del self.fields["tell"], self.fields["family_not_told"], self.fields["why_not_told"]
        if nobody:
            self.fields["why_not_told"].initial = referral.safe_way_words

    def refuse_silence(self) -> bool:
        """Whether it was said how somebody of the family hears it, or why they do not."""
        given = self.choices()
        doubts = doubts_about_telling(self.referral, given["tell"], given["why_not_told"])
        for name, sentence in doubts.items():
            self.add_error(name, sentence.rstrip("."))
        return not doubts

    def choices(self) -> dict[str, str]:
        """What the verb is told."""
        given = self.cleaned_data
        said = {name: given.get(name, "") for name in ("told", "tell", "why_not_told")}
        return said | ({"tell": Tell.NOT_TOLD.value} if given.get("family_not_told") else {})
