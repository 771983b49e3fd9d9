"""Values said in words."""

from collections.abc import Callable
from datetime import date

from assessments.answers.choosing import Value, choices_of, chosen
from assessments.definition import Kind, Question


def in_words(question: Question, value: Value) -> list[str]:
    """The answer as paragraphs or lines to read; none where there is no answer."""
    return [] if value is None else _SPEAKERS.get(question.kind, _text)(question, value)


def _text(question: Question, value: Value) -> list[str]:
    return [part for part in str(value).split("\n") if part.strip()]


def _chosen(question: Question, value: Value) -> list[str]:
    known = dict(choices_of(question))
    values = value if isinstance(value, list) else [chosen(value)]
    return [known.get(item, str(item)) for item in values]


def _date(question: Question, value: Value) -> list[str]:
    if isinstance(value, list):
        return [" / ".join(box or "?" for box in value) + " (not yet a real date)"]
    day = date.fromisoformat(value)
    return [f"{day.day} {day:%B %Y}"]


def _scale(question: Question, value: Value) -> list[str]:
    return [f"{value} of 10"]


def _needs(question: Question, value: Value) -> list[str]:
    known = dict(choices_of(question))
    return [
        f"{known.get(kind, kind)}: {words}" if words else known.get(kind, kind)
        for kind, words in value.items()
    ]


_SPEAKERS: dict[Kind, Callable[[Question, Value], list[str]]] = {
    Kind.CHOICE: _chosen,
    Kind.CHOICES: _chosen,
    Kind.FACTORS: _chosen,
    Kind.YES_NO: _chosen,
    Kind.DATE: _date,
    Kind.SCALE: _scale,
    Kind.NEEDS: _needs,
}
