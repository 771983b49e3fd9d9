"""The bases of every form: what a page asks, before any rule is looked at.

A form only reads what was typed. Whether it may be done is the verb's to say; its refusals
come back through `add_refusals` and stand in the error summary, with every word kept.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict

from audit.web.messages import say_what_to_do

TICKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple)
FOLDED = "folded"  # assets/js/folded.js
NOT_TICKED = "Tick “{what}”, or delete what you wrote under it"


class ItemForm(forms.Form):
    """Some questions of a page: one child of a formset, say. It carries no key of its own.

    `reveals` names the questions that an answer opens: {"agreed": {"yes": ["agreed_by"]}}.
    `option_hints` explains answers: {"level": {"2": "More than one need, one agency"}}.
    """

    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {}
    option_hints: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    mark_optional: ClassVar[bool] = True  # say "(optional)" beside what need not be answered

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            say_what_to_do(name, field)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            self._refuse_words_under_no_tick()

    def add_refusals(self, sentences: Iterable[str]) -> None:
        """The reasons a verb gave for not doing it: above the form, and beside the answer that a
        reason is about."""
        for sentence in sentences:
            about = getattr(sentence, "about", None)
            self.add_error(about if about in self.fields else None, sentence)

    def as_typed(self) -> None:
        """Draw what was typed without judging it: somebody pressed "Add another"."""
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data: dict[str, Any] = {}

    def _refuse_words_under_no_tick(self) -> None:
        """Without scripts the questions that a tick opens stand there always: words written under
        one that is not ticked would be lost. What a script folded away is named as `folded`."""
        for opener, answers in self.reveals.items():
            field = self.fields.get(opener)
            if field is None or not isinstance(field.widget, TICKS):
                continue
            ticked = self[opener].data
            for answer, names in answers.items():
                if not _is_ticked(ticked, answer) and any(map(self._has_words, names)):
                    what = dict(getattr(field, "choices", ())).get(answer, field.label)
                    self.add_error(opener, NOT_TICKED.format(what=what))

    def _has_words(self, name: str) -> bool:
        """Whether somebody could see this box of words, and wrote in it."""
        if not isinstance(self.fields.get(name), forms.CharField):
            return False
        getlist = getattr(self.data, "getlist", None)
        folded = getlist(FOLDED) if getlist else ()
        return self.add_prefix(name) not in folded and bool(str(self[name].data or "").strip())

    def revealed_names(self) -> set[str]:
        """The questions that stand inside another question's answer."""
        return {
            name
            for answers in self.reveals.values()
            for names in answers.values()
            for name in names
        }


class Form(ItemForm):
    """A form that is sent: its one-time key makes a second sending have no second effect."""

    one_time_key = forms.UUIDField(
        widget=forms.HiddenInput,
        initial=uuid.uuid4,
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            "This page was out of date. Check it and send it again.",
        ),
    )

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and "one_time_key" in (self._errors or {}):
            self._take_a_new_key()

    def _take_a_new_key(self) -> None:
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("one_time_key")] = str(uuid.uuid4())
        self.data = data


class VersionedForm(Form):
    """A form that edits a record: it knows the version it was drawn from.

    Give `initial={"version": record.version, …}`; hand `cleaned_data["version"]` to the verb.
    """

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"),
            "This page was out of date. Reload it and try again.",
        ),
    )

    def take_version(self, version: int) -> None:
        """Be sent again as an edit of the present version, which the page now shows."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(version)
        self.data = data


def _is_ticked(ticked: Any, answer: str) -> bool:
    return answer in ticked if isinstance(ticked, list) else bool(ticked)
