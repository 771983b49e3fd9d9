"""A section of an assessment as a form.

Each question is one *part* of the page: the boxes whose names are its key, or its key, a hyphen
and more. A part is saved by itself. Its hidden box `<key>-drawn` says which version of the answer
the page was drawn from, and a mark of its value, by which a part that was not touched is known.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from assessments.answers import LONGEST, Typed, Value, boxes, choices_of, digest, fault, read
from assessments.definition import Kind, Question
from assessments.factors import NONE
from assessments.models import Answer
from assessments.progress import Page
from audit.web.dates import DateField
from audit.web.forms import ItemForm

SMALL_BOXES = {"class": "govuk-checkboxes--small"}
IN_COLUMNS = {"class": "govuk-checkboxes--small eh-columns"}
INLINE = {"class": "govuk-radios--inline govuk-radios--small"}
STACKED = {"class": "govuk-radios--small"}


class SectionForm(ItemForm):
    """The questions of one page, with what is answered; or with what was typed."""

    mark_optional = False

    def __init__(self, page: Page, values: Mapping[str, Value], data: Any = None) -> None:
        super().__init__(data, initial=_initial(page, values))
        self.page = page
        for question in page.questions:
            self.fields.update(_fields(page, question))
        self.reveals = _reveals(page)  # type: ignore[misc]
        for name in self.reveals.keys() & {q.key for q in page.questions if q.kind == Kind.YES_NO}:
            self.fields[name].widget.attrs.update(STACKED)
        self.exclusive = {q.key: NONE for q in page.questions if q.kind == Kind.FACTORS}
        self.option_hints = {  # type: ignore[misc]
            question.key: {option.value: option.hint for option in question.options if option.hint}
            for question in page.questions
        }

    def clean(self) -> None:
        """Judge each answer as the verb will, so that the fault stands at its question."""
        for question in self.page.questions:
            name = main_box(question)
            problem = fault(question, read(question, self.data))  # type: ignore[arg-type]
            if problem and name not in self.errors:
                self.add_error(name, problem)


def main_box(question: Question) -> str:
    """The name of the field that draws a question."""
    return f"{question.key}-date" if question.kind == Kind.DATE else question.key


def drawn(row: Answer | None) -> str:
    """The mark of what a page was drawn from: "3:ab12…"."""
    return f"{row.version}:{digest(row.value)}" if row else f"0:{digest(None)}"


def seen_version(typed: Typed, question: Question) -> int:
    """The version of the answer that the page was drawn from."""
    version = str(typed.get(f"{question.key}-drawn", "")).partition(":")[0]
    return int(version) if version.isascii() and version.isdecimal() else 0


def is_touched(typed: Typed, question: Question) -> bool:
    """Whether somebody changed the answer on the page."""
    mark = str(typed.get(f"{question.key}-drawn", "")).partition(":")[2]
    return digest(read(question, typed)) != mark


def _initial(page: Page, values: Mapping[str, Value]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for question in page.questions:
        value = values.get(question.key)
        if question.kind == Kind.DATE:
            initial[main_box(question)] = value
            continue
        several = question.kind in {Kind.CHOICES, Kind.NEEDS, Kind.FACTORS}
        for name, texts in boxes(question, value).items():
            initial[name] = texts if several and name == question.key else texts[0]
    return initial


def _fields(page: Page, question: Question) -> dict[str, forms.Field]:
    made = _MAKERS[question.kind](question)
    made.required = False
    made.label = page.say(question.words)
    made.error_messages["invalid_choice"] = "Choose an answer from the list"
    if question.only_if and question.guidance:
        made.help_text = page.say(question.guidance)
    fields = {main_box(question): made}
    if question.kind == Kind.NEEDS:
        fields |= {f"{question.key}-{kind}": _needs_words() for kind, _ in choices_of(question)}
    return fields


def _needs_words() -> forms.Field:
    field = _box(LONGEST[Kind.NEEDS], rows=2)
    field.label, field.required = "What do you see?", False
    return field


def _reveals(page: Page) -> dict[str, dict[str, list[str]]]:
    """What an answer opens: the words of a need, or a question asked only then."""
    found: dict[str, dict[str, list[str]]] = {}
    for question in page.questions:
        if question.kind == Kind.NEEDS:
            found[question.key] = {k: [f"{question.key}-{k}"] for k, _ in choices_of(question)}
        if question.only_if:
            opens = found.setdefault(question.only_if.question, {})
            opens.setdefault(question.only_if.answer, []).append(main_box(question))
    return found


def _box(most: int, rows: int = 1) -> forms.CharField:
    return forms.CharField(
        max_length=most,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput(),
        error_messages={"max_length": f"Use {most:,} characters or fewer"},
    )


def _text(question: Question) -> forms.Field:
    return _box(LONGEST[Kind.TEXT])


def _long(question: Question) -> forms.Field:
    return _box(LONGEST[Kind.LONG], rows=6)


def _radios(question: Question) -> forms.Field:
    inline = question.kind in {Kind.YES_NO, Kind.SCALE}
    widget = forms.RadioSelect(attrs=INLINE if inline else {})
    return forms.ChoiceField(choices=choices_of(question), widget=widget)


def _scale(question: Question) -> forms.Field:
    field = _radios(question)
    field.help_text = f"0: {question.low.lower()}. 10: {question.high.lower()}."
    return field


def _ticks(question: Question) -> forms.Field:
    attrs = IN_COLUMNS if question.kind == Kind.FACTORS else SMALL_BOXES
    widget = forms.CheckboxSelectMultiple(attrs=attrs)
    return forms.MultipleChoiceField(choices=choices_of(question), widget=widget)


def _date(question: Question) -> forms.Field:
    return DateField(must_be="today or in the past" if question.is_about_the_past else "")


_MAKERS = {
    Kind.TEXT: _text,
    Kind.LONG: _long,
    Kind.CHOICE: _radios,
    Kind.YES_NO: _radios,
    Kind.SCALE: _scale,
    Kind.CHOICES: _ticks,
    Kind.NEEDS: _ticks,
    Kind.FACTORS: _ticks,
    Kind.DATE: _date,
}
