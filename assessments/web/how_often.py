"""How often somebody is in contact with the family: asked with the plan and at a meeting."""

from django import forms

from audit.web.messages import in_a_sentence
from cases.rules.drifting import EVERY, UNSEEN

NOT_AGREED = f"Not agreed: {UNSEEN} weeks then"


def as_before(weeks: int | None) -> str:
    """“As before: every 2 weeks”."""
    return f"As before: {EVERY[weeks] if weeks else in_a_sentence(NOT_AGREED)}"


def choices(unsaid: str) -> list[tuple[int | str, str]]:
    return [("", unsaid), *((weeks, words.capitalize()) for weeks, words in EVERY.items())]


def how_often(unsaid: str = NOT_AGREED) -> forms.TypedChoiceField:
    """A question that may be left open; `unsaid` is what is so then. Weeks, or None."""
    return forms.TypedChoiceField(
        label="How often will you be in contact with the family?",
        help_text="At least. When there is none for longer, your manager is shown the case.",
        required=False,
        choices=choices(unsaid),
        coerce=int,
        empty_value=None,
    )
