"""The form that asks for a code, and the one that only confirms."""

from django import forms

from audit.web.forms import Form, ItemForm
from referrals.codes import tidy_code

LONGEST = 4000
NOT_A_CODE = "This code does not open anything. Check each letter and digit."


class CodeForm(ItemForm):
    """A code as it was given out. Small letters, spaces and missing hyphens do no harm."""

    code = forms.CharField(
        label="Your code",
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-20",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
        help_text="Sixteen letters and digits, like 2345-ABCD-6789-EFGH.",
        error_messages={"required": "Enter your code"},
    )

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"])

    def opens_nothing(self) -> None:
        """The same words for a code that was never given out, has expired, or was used up."""
        self.add_error("code", NOT_A_CODE)


class AnswerByCodeForm(Form):
    """The answer to the question that waits for whoever holds the code, which goes along."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    question = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label="Your answer",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        help_text="The early help desk reads it in office hours.",
        error_messages={"required": "Enter your answer"},
    )

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"])

    def take_question(self, number: int) -> None:
        """Be sent again as an answer to the question that waits now, which the page shows."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["question"] = str(number)
        self.data = data


class ConfirmAddressForm(Form):
    """Nothing but the key: the button says what is meant."""
