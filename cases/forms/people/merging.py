"""Forms about two records of one person: finding the other, choosing what stands, splitting."""

from typing import Any

from django import forms

from audit.web.forms import ItemForm, VersionedForm
from cases.queries.people.merges import Added
from cases.rules.merging import KEPT, MERGED, Fact


def _area(label: str, missing: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
        **more,
    )


class FindOtherForm(ItemForm):
    """What is looked for: searches are sent, not kept in an address."""

    q = forms.CharField(
        label="Name, date of birth, NHS number or UPN",
        max_length=200,
        help_text="Both names as they are written on the other record",
        error_messages={"required": "Enter a name, a date of birth, an NHS number or a UPN"},
    )


class MergeForm(VersionedForm):
    """Which value stands where two records differ, and why they are one person."""

    other_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = _area(
        "How do you know that they are one person?",
        "Write how you know that they are one person",
        help_text="Who confirmed it, or what both records have in common",
    )
    mistake = _area("How is it known which number is wrong?", "", required=False)

    def __init__(self, *args: Any, facts: list[Fact], numbers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [fact for fact in facts if fact.ask]
        asked = {
            f"stands_{fact.name}": forms.ChoiceField(
                label=f"{fact.label}: which stands?",
                choices=[(KEPT, fact.kept), (MERGED, fact.merged)],
                widget=forms.RadioSelect,
                error_messages={"required": f"{fact.label}: select which stands"},
            )
            for fact in self.asked
        }
        if numbers:
            self.fields["mistake"].required = True
            self.fields["mistake"].error_messages["required"] = (
                "Write how it is known which number is wrong"
            )
        else:
            del self.fields["mistake"]
        self.fields = {**asked, **self.fields}
        self.order_fields([*asked, "mistake", "reason"])

    def stands(self) -> dict[str, str]:
        """For each fact they differ in, whose stands."""
        return {fact.name: self.cleaned_data[f"stands_{fact.name}"] for fact in self.asked}


class SplitForm(VersionedForm):
    """Whose each row is that was added since, and why they are two people."""

    kept_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = _area(
        "How do you know that they are two people?", "Write how you know that they are two people"
    )

    def __init__(self, *args: Any, added: list[Added], names: tuple[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.added = added
        asked = {
            one.key: forms.ChoiceField(
                label=one.label,
                help_text="Added after the merge",
                choices=[(KEPT, names[0]), (MERGED, names[1])],
                widget=forms.RadioSelect,
                error_messages={"required": f"Select whose it is: {one.label}"},
            )
            for one in added
        }
        self.fields = {**asked, **self.fields}
        self.order_fields([*asked, "reason"])

    def places(self) -> dict[str, str]:
        return {one.key: self.cleaned_data[one.key] for one in self.added}
