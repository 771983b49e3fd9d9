"""What one may choose from, and values compared."""

import hashlib
import json
from datetime import date
from typing import Any

from django.utils import timezone

from assessments.definition import Kind, Question
from assessments.factors import FACTORS
from cases.needs import NeedKind

Value = Any
SCALE = range(11)


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The answers one may choose from."""
    if question.kind == Kind.YES_NO:
        return [("yes", "Yes"), ("no", "No")]
    if question.kind == Kind.SCALE:
        return [(str(number), str(number)) for number in SCALE]
    if question.kind == Kind.NEEDS:
        return [(kind.value, str(kind.label)) for kind in NeedKind]
    if question.kind == Kind.FACTORS:
        return list(FACTORS.items())
    return [(option.value, option.words) for option in question.options]


def chosen(value: Value) -> str:
    """The answer as the value of its radio button."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def is_whole(question: Question, value: Value) -> bool:
    """Whether the question is answered, and not only begun."""
    if value is None:
        return False
    return question.kind != Kind.DATE or isinstance(value, str)


def lies_ahead(question: Question, value: Value) -> bool:
    """Whether a day to come is given for what has happened."""
    whole = question.is_about_the_past and is_whole(question, value)
    return whole and date.fromisoformat(value) > timezone.localdate()


def digest(value: Value) -> str:
    """A short mark of a value, by which a page knows whether somebody changed it there."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
