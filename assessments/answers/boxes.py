"""Values as the boxes of a page: the opposite of reading them."""

from datetime import date

from assessments.answers.choosing import Value, chosen
from assessments.answers.reading import PARTS
from assessments.definition import Kind, Question

Boxes = dict[str, list[str]]


def boxes(question: Question, value: Value) -> Boxes:
    """What stands in each box of a question that has this answer; empty boxes are left out."""
    key = question.key
    if value is None:
        return {}
    if question.kind == Kind.DATE:
        return {f"{key}-date_{part}": [text] for part, text in _date_boxes(value) if text}
    if question.kind == Kind.NEEDS:
        words = {f"{key}-{kind}": [text] for kind, text in value.items() if text}
        return {key: sorted(value)} | words
    if isinstance(value, list):
        return {key: value}
    return {key: [chosen(value)]}


def _date_boxes(value: Value) -> list[tuple[str, str]]:
    if isinstance(value, list):
        return list(zip(PARTS, value, strict=True))
    day = date.fromisoformat(value)
    return [("day", str(day.day)), ("month", str(day.month)), ("year", str(day.year))]
