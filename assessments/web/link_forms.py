"""The forms of links to the plan: those of the lead, and those of whoever reads by one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from assessments.actions.saying import MOST
from assessments.family_copy.phrases import ENGLISH, Language, languages, said_in, words_in
from assessments.models import FamilyWord
from assessments.queries.plan_links import CODE_LENGTH
from assessments.web.choosing import choose
from audit.codes import tidy_code
from audit.web.dates import DateField
from audit.web.forms import Form, ItemForm, VersionedForm
from cases.models import ContactWay

BY_HAND = "hand"
NO_WAY = "Select how the link reaches them"


class GiveLinkForm(Form):
    """How it is known that a link is safe for them, how it reaches them, until when."""

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label="I have read what to know before, and a link is still right for them",
        error_messages={"required": "Tick that you have read what to know before"},
    )
    why_safe = forms.CharField(
        label="How do you know that this is safe for them?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who else uses their phone, computer or email? Could somebody make them show it?",
        error_messages={"required": "Enter how you know that this is safe for them"},
    )
    way = forms.ChoiceField(
        label="How does the link reach them?",
        widget=forms.RadioSelect,
        help_text="You tell them the code yourself, in person or by telephone. It is never sent.",
        error_messages={"required": NO_WAY, "invalid_choice": NO_WAY},
    )
    language = forms.ChoiceField(label="Headings in", choices=[])
    until = DateField(
        label="What is the last day they can open it?",
        called="the last day they can open it",
        must_be="in the future",
    )
    mark_optional = False

    def __init__(
        self, *args: Any, ways: list[ContactWay], against: Mapping[str, str], **kwargs: Any
    ) -> None:
        initial = {"seen": " ".join(against)} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        self.shown = initial["seen"]
        self.ways = {f"way-{way.pk}": way for way in ways}
        sent = [(key, f"By email to {way.value}, marked as safe") for key, way in self.ways.items()]
        choose(self, "way", [*sent, (BY_HAND, "I write it down or hand it over myself")])
        choose(self, "language", [(code, _shown(code)) for code in languages()])
        if not against:
            del self.fields["read"]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self._errors:
            self._show_what_stands_now()

    def add_refusals(self, sentences: Iterable[str]) -> None:
        super().add_refusals(sentences)
        self._show_what_stands_now()

    def _show_what_stands_now(self) -> None:
        """The page is drawn again with it: that is what the next sending has seen."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = self.shown
        self.data = data

    @property
    def way_chosen(self) -> ContactWay | None:
        return self.ways.get(self.cleaned_data["way"])

    @property
    def seen_keys(self) -> list[str]:
        return list(self.cleaned_data["seen"].split())


class NewCodeForm(VersionedForm):
    """Nothing but the version: the button says what is meant."""


class EndLinkForm(VersionedForm):
    """Why a link is ended."""

    why = forms.CharField(
        label="Why is the link ended?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why the link is ended"},
    )


class LinkCodeForm(ItemForm):
    """The code told with a link; and words that were typed before the page was left too long."""

    code = forms.CharField(
        label="Your code",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-10",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "characters",
            }
        ),
        help_text="Eight letters and numbers, like 2345-ABCD. Your worker told you this code.",
        error_messages={"required": "Enter your code"},
    )
    kept_about = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    kept_words = forms.CharField(required=False, max_length=MOST, widget=forms.HiddenInput)

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"], CODE_LENGTH)

    def opens_nothing(self) -> None:
        """The same words for every code and link that do not open."""
        self.add_error("code", words_in(ENGLISH)["code_opens_nothing"])

    def tried_too_often(self) -> None:
        self.add_refusals([words_in(ENGLISH)["codes_too_often"]])

    def others(self) -> list[tuple[Language, list[str]]]:
        """What the page asks and what is wrong, in every language but English: which is theirs
        is not known before the code opens."""
        wrong = [str(sentence) for sentences in self.errors.values() for sentence in sentences]
        said = dict.fromkeys([words_in(ENGLISH)["enter_code"], *wrong])
        return [
            (one, [said_in(code, sentence) for sentence in said])
            for code, one in languages().items()
            if code != ENGLISH
        ]


class TheirForm(Form):
    """A form of the page behind a link, in the language of the link."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.phrases = language, words_in(language)
        self.problem_title = self.phrases["there_is_a_problem"]
        self.error_prefix = self.phrases["error"]
        for field in self.fields.values():
            field.error_messages.update(
                required=self.phrases["page_was_old"],
                invalid=self.phrases["page_was_old"],
                max_length=self.phrases["too_long"],
            )

    def add_refusals(self, sentences: Iterable[str]) -> None:
        super().add_refusals(said_in(self.language, sentence) for sentence in sentences)


class CommentForm(TheirForm):
    """Words about the plan, or about one goal or action of it."""

    what = forms.CharField(initial="comment", widget=forms.HiddenInput)
    about = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    words = forms.CharField(max_length=MOST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label, words.help_text = self.phrases["your_words"], self.phrases["who_reads_it"]
        words.error_messages["required"] = self.phrases["write_first"]


class VerdictForm(TheirForm):
    """Whether they agree with the plan or want to talk about it."""

    what = forms.CharField(initial="verdict", widget=forms.HiddenInput)
    verdict = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdict, phrases, kinds = self.fields["verdict"], self.phrases, FamilyWord.Kind
        verdict.label = phrases["what_you_think"]
        verdict.error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), phrases["choose_one"]
        )
        offered = [(kinds.AGREES, phrases["i_agree"]), (kinds.TALK, phrases["i_would_talk"])]
        choose(self, "verdict", offered)


class DoneForm(TheirForm):
    """That they have done one of their actions: the button says it."""

    what = forms.CharField(initial="done", widget=forms.HiddenInput)
    about = forms.CharField(max_length=30, widget=forms.HiddenInput)


def _shown(code: str) -> str:
    one = languages()[code]
    return one.name if code == ENGLISH else f"{one.name} ({one.shown})"
