"""The copy on paper and as data: a draft with its marks, or the final without what they cover."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from cases.models import Dispute, RightsRequest
from reporting.documents.subject_access.describing import PARTS
from reporting.models import BundleItem

TEMPLATE = "reporting/pdf/subject_access.html"
SHORT = 60  # characters of a line that shares its row with others
BLACKED_OUT = "[left out: about somebody else]"
Decision = BundleItem.Decision


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; `mark` says what is marked there, `out` that it is left out."""

    text: str
    mark: str = ""
    out: bool = False


@dataclass(frozen=True)
class Line:
    label: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def pieces_of(text: str, marks: Iterable[tuple[int, int, str]], *, out: bool) -> list[Piece]:
    """A text parted at its marks. Where `out`, what is marked is not in any piece; what is marked
    word by word, such as a name, is left out once."""
    found: list[Piece] = []
    at = 0
    for start, end, what in sorted(marks):
        before, at = text[at:start], end
        if out and found and not before.strip():
            continue
        found.append(Piece(before))
        found.append(Piece(BLACKED_OUT if out else text[start:end], what, out))
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def lines_of(item: BundleItem, *, final: bool) -> list[Line]:
    """The lines of an item as the draft or the final shows them."""
    out = final and item.decision == Decision.REDACT
    marks: dict[int, list[tuple[int, int, str]]] = {}
    if out or not final:
        for number, start, end, what, whose in item.marks:
            marks.setdefault(number, []).append((start, end, f"{what}: {whose}"))
    return [
        Line(label, pieces_of(words, marks.get(number, ()), out=out))
        for number, (label, words) in enumerate(item.lines)
    ]


def in_rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Short lines side by side, long ones each in a row of its own."""
    rows: list[list[Line]] = []
    for line in lines:
        beside = rows and len(line.text) <= SHORT and len(rows[-1][-1].text) <= SHORT
        if beside and "\n" not in line.text:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def shown(items: Iterable[BundleItem], *, final: bool) -> list[BundleItem]:
    """What is printed: in the final, only what was decided to be sent."""
    kept = {Decision.KEEP, Decision.REDACT}
    return [item for item in items if not final or item.decision in kept]


def html_of(
    request: RightsRequest,
    items: Iterable[BundleItem],
    *,
    council: str,
    final: bool,
    statements: Iterable[Dispute] = (),
) -> str:
    printed = shown(items, final=final)
    beside: dict[tuple[str, int], list[Dispute]] = {}
    for statement in statements:
        beside.setdefault((statement.item_kind, statement.item_id), []).append(statement)
    context = {
        "request": request,
        "council": council,
        "final": final,
        "parts": [
            (title, list(_rows(printed, key, beside, final=final))) for key, title in PARTS.items()
        ],
        "withheld": _withheld(items) if final else [],
    }
    return render_to_string(TEMPLATE, context)


def data_of(request: RightsRequest, items: Iterable[BundleItem], *, final: bool) -> dict[str, Any]:
    """The same for machines."""
    return {
        "reference": request.reference,
        "about": request.name,
        "received_on": request.received_on.isoformat(),
        "draft": not final,
        "items": [
            {
                "number": item.number,
                "part": item.part,
                "what": item.title,
                "on": item.happened_on.isoformat() if item.happened_on else None,
                "lines": {line.label: line.text for line in lines_of(item, final=final)},
            }
            for item in shown(items, final=final)
        ],
    }


def _rows(
    items: Iterable[BundleItem],
    part: str,
    beside: dict[tuple[str, int], list[Dispute]],
    *,
    final: bool,
) -> Iterator[dict[str, Any]]:
    for item in items:
        if item.part == part:
            yield {
                "item": item,
                "rows": in_rows(lines_of(item, final=final)),
                "statements": beside.get((item.source, item.source_id), []),
            }


def _withheld(items: Iterable[BundleItem]) -> list[tuple[str, int]]:
    """For which reasons something was left out, and how many times: never what."""
    counts: dict[str, int] = {}
    for item in items:
        if item.decision == Decision.WITHHOLD:
            reason = str(BundleItem.Exemption(item.exemption).label)
            counts[reason] = counts.get(reason, 0) + 1
    return sorted(counts.items())
