"""What assessments and needs hold of an adult's health, offending or history.

Other agencies than the council read such an item only where they wrote it or it was given to
them (cases.models.Given; the second wall is in row_security). Which question asks for it is said
here and not in the forms' files, because a published version never changes.
"""

from collections.abc import Mapping
from typing import Any

from assessments.definition import Audience, Kind, Question, Section
from cases.needs import NeedKind

HEALTH, OFFENDING, HISTORY = "health", "offending", "history"

QUESTIONS: dict[tuple[str, str], str] = {
    ("adult", "own_health"): HEALTH,
    ("adult", "own_history"): HISTORY,
    ("reason", "history"): HISTORY,
    ("meaning", "factors"): HEALTH,
    ("environment", "history"): HISTORY,
}
NEEDS: dict[str, str] = {
    NeedKind.HEALTH: HEALTH,
    NeedKind.SUBSTANCES: HEALTH,
    NeedKind.CRIME: OFFENDING,
    NeedKind.DOMESTIC_ABUSE: HISTORY,
}
NOT_SHOWN = "Something recorded here is not shown to you."


def of_answer(section: Section, question: Question, value: Any) -> bool:
    """Whether an answer is of an adult's own information."""
    if (section.key, question.key) in QUESTIONS:
        return True
    adult = section.audience == Audience.ADULT
    if question.kind != Kind.NEEDS or not adult or not isinstance(value, Mapping):
        return False
    return any(of_need(kind, is_adult=True) for kind in value)


def of_need(kind: str, *, is_adult: bool) -> bool:
    return is_adult and kind in NEEDS
