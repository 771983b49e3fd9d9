"""Values read from what a page sent.

An answer's boxes are named by the question's key, or by the key, a hyphen and more:
`seen_on-date_day`, `needs-housing`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol
from unicodedata import category

from assessments.answers.choosing import Value
from assessments.definition import Kind, Question
from audit.web.dates import month_number

PARTS = ("day", "month", "year")


class Typed(Protocol):
    """What a page sent, such as a QueryDict."""

    def get(self, key: str, default: Any = None, /) -> Any: ...
    def getlist(self, key: str, default: Any = None, /) -> list[Any]: ...


def read(question: Question, typed: Typed) -> Value:
    """The value of a question in what a page sent; None where nothing was answered."""
    return _READERS.get(question.kind, _text)(question.key, typed)


def _text(key: str, typed: Typed) -> Value:
    return clean(typed.get(key)) or None


def _several(key: str, typed: Typed) -> Value:
    return sorted({clean(value) for value in typed.getlist(key)} - {""}) or None


def _date(key: str, typed: Typed) -> Value:
    boxes = [clean(typed.get(f"{key}-date_{part}"))[:12] for part in PARTS]
    if not any(boxes):
        return None
    try:
        day, month, year = int(boxes[0]), month_number(boxes[1]) or 0, int(boxes[2])
        return date(year, month, day).isoformat() if 1900 <= year <= 2200 else boxes
    except ValueError:
        return boxes


def _scale(key: str, typed: Typed) -> Value:
    text = clean(typed.get(key))
    return int(text) if text.isascii() and text.isdecimal() else text or None


def _yes_no(key: str, typed: Typed) -> Value:
    text = clean(typed.get(key))
    return {"yes": True, "no": False}.get(text, text or None)


def _needs(key: str, typed: Typed) -> Value:
    kinds = _several(key, typed) or []
    return {kind: clean(typed.get(f"{key}-{kind}")) for kind in kinds} or None


def clean(text: Any) -> str:
    """What was typed, with plain line ends and without the signs no keyboard has."""
    lines = str(text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(s for s in lines if s in "\n\t" or category(s) not in {"Cc", "Cs"}).strip()


_READERS: dict[Kind, Callable[[str, Typed], Value]] = {
    Kind.CHOICES: _several,
    Kind.FACTORS: _several,
    Kind.DATE: _date,
    Kind.SCALE: _scale,
    Kind.YES_NO: _yes_no,
    Kind.NEEDS: _needs,
}
