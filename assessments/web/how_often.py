"""How often somebody is in contact with the family: asked with the plan and at a meeting."""

from django import forms

from cases.drifting_rules import EVERY


def how_often(unsaid: str) -> forms.TypedChoiceField:
    """A question that may be left open; `unsaid` is what is so then. Weeks, or None."""
    every = [(weeks, words.capitalize()) for weeks, words in EVERY.items()]
    return forms.TypedChoiceField(
        label="How often will you be in contact with the family?",
        help_text="At least. When there is none for longer, your manager is shown the case.",
        required=False,
        choices=[("", unsaid), *every],
        coerce=int,
        empty_value=None,
    )
