"""Forms that only confirm, and the manager's verdict."""

from collections.abc import Sequence
from typing import Any

from django import forms

from audit.web.forms import Form, VersionedForm


class StartForm(Form):
    """Which form: chosen where more than one fits, and nothing is chosen beforehand.

    The only one that fits is sent along unseen, so that a page drawn earlier never starts another.
    What was chosen and does not fit any more is the verb's to refuse.
    """

    def __init__(self, *args: Any, offers: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {offer.key: offer for offer in offers}
        sent = self.data.get("form")
        shown = [offer for offer in offers if not offer.reasons or offer.key == sent]
        only = shown[0].key if len(shown) == 1 else ""
        self.fields["form"] = forms.ChoiceField(
            label="What do you want to start?",
            choices=[(offer.key, offer.title) for offer in shown],
            initial=only,
            widget=forms.HiddenInput if only else forms.RadioSelect,
            error_messages={
                "required": "Select what you want to start",
                "invalid_choice": "This form is not there any more. Reload the page.",
            },
        )
        self.option_hints = {"form": {one.key: one.what_for for one in shown}}  # type: ignore[misc]

    def chosen(self) -> Any:
        return self.offers[self.cleaned_data["form"]]


class FinishForm(VersionedForm):
    """Nothing to fill in: whoever writes a record finishes it."""


class SubmitForm(VersionedForm):
    """Nothing to fill in, unless others still write: then why it goes without them."""

    mark_optional = False

    def __init__(self, *args: Any, out: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if out:
            self.fields["without"] = forms.CharField(
                label="Why do you not wait for them?",
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="They are told that it is no longer asked of them.",
                error_messages={"required": "Enter why you do not wait for them"},
            )


class VerdictForm(VersionedForm):
    """The manager's verdict: which button was pressed, and the comments."""

    comments = forms.CharField(
        label="Comments",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Needed if you return it. The writers see them above every section.",
    )
    mark_optional = False
