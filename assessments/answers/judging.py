"""Whether a value can be an answer to its question. A sentence says why not."""

from collections.abc import Callable
from datetime import date

from assessments.answers.choosing import SCALE, Value, choices_of
from assessments.answers.reading import PARTS
from assessments.definition import Kind, Question
from assessments.factors import FACTORS, NONE

LONGEST = {Kind.TEXT: 300, Kind.LONG: 10_000, Kind.NEEDS: 2_000}


def fault(question: Question, value: Value) -> str:
    """Why this cannot be an answer to the question; an empty string where it can."""
    return "" if value is None else _JUDGES[question.kind](question, value)


def _text(question: Question, value: Value) -> str:
    most = LONGEST[question.kind]
    if not isinstance(value, str) or not value:
        return "Write the answer as text."
    return f"Use {most:,} characters or fewer." if len(value) > most else ""


def _choice(question: Question, value: Value) -> str:
    known = isinstance(value, str) and value in dict(choices_of(question))
    return "" if known else "Choose an answer from the list."


def _several(question: Question, value: Value) -> str:
    known = dict(choices_of(question))
    if not isinstance(value, list) or not value or not all(item in known for item in value):
        return "Choose answers from the list."
    if question.kind == Kind.FACTORS and NONE in value and len(value) > 1:
        return f"“{FACTORS[NONE]}” stands alone. Tick it, or tick what applies."
    return ""


def _date(question: Question, value: Value) -> str:
    if isinstance(value, list):
        boxes = len(value) == len(PARTS) and all(isinstance(box, str) for box in value)
        return "" if boxes else "Enter a day, a month and a year."
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "Enter a real date."
    return ""


def _scale(question: Question, value: Value) -> str:
    number = isinstance(value, int) and not isinstance(value, bool) and value in SCALE
    return "" if number else "Choose a number from 0 to 10."


def _yes_no(question: Question, value: Value) -> str:
    return "" if isinstance(value, bool) else "Choose yes or no."


def _needs(question: Question, value: Value) -> str:
    most = LONGEST[Kind.NEEDS]
    if not isinstance(value, dict) or not value or set(value) - set(dict(choices_of(question))):
        return "Choose needs from the list."
    if not all(isinstance(words, str) for words in value.values()):
        return "Write what you see as text."
    too_long = any(len(words) > most for words in value.values())
    return f"Use {most:,} characters or fewer for each need." if too_long else ""


_JUDGES: dict[Kind, Callable[[Question, Value], str]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _several,
    Kind.FACTORS: _several,
    Kind.DATE: _date,
    Kind.SCALE: _scale,
    Kind.YES_NO: _yes_no,
    Kind.NEEDS: _needs,
}
