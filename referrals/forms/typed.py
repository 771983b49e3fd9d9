"""What a browser sends from the partner's page, taken apart into the parts that are saved."""

from typing import Any

from django.http import QueryDict

from referrals.actions.doors.drafting import Given
from referrals.forms.answers import PartnersAnswers
from referrals.models import Draft

SAVED_APART = frozenset({"one_time_key"})
BUTTONS = ("-add", "-remove", "-drawn")


def part_names() -> list[str]:
    """The parts of the page: each question apart, all children together, all adults together."""
    asked = [*PartnersAnswers.sender_class.base_fields, *PartnersAnswers.form_class.base_fields]
    return [name for name in asked if name not in SAVED_APART] + ["children", "adults"]


def given(data: QueryDict, parts: list[str]) -> list[Given]:
    """These parts as they were typed, each on the mark its writer saw."""
    return [Given(part, _fields(data, part), _mark(data, part)) for part in parts]


def as_sent(draft: Draft) -> QueryDict:
    """A draft as a browser would send it."""
    data = QueryDict(mutable=True)
    for name, values in draft.typed().items():
        data.setlist(name, values)
    for prefix in ("children", "adults"):
        data.setdefault(f"{prefix}-TOTAL_FORMS", "1")
        data.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    return data


def marks_of(draft: Draft | None) -> dict[str, int]:
    return {part: draft.mark(part) if draft else 0 for part in part_names()}


def marks_seen(data: QueryDict) -> dict[str, int]:
    """The marks the page was drawn from that is being sent."""
    return {part: _mark(data, part) for part in part_names()}


def _fields(data: QueryDict, part: str) -> dict[str, list[str]]:
    return {
        name: [_clean(value) for value in data.getlist(name)]
        for name in sorted(data)
        if name.split("-", 1)[0] == part and not name.endswith(BUTTONS)
    }


def _clean(value: Any) -> str:
    """What the database can keep."""
    return str(value).replace("\0", "").replace("\r\n", "\n")


def _mark(data: QueryDict, part: str) -> int:
    text = data.get(f"{part}-drawn", "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
