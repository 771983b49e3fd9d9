"""The layout as shapes: what templates/cases/tree_svg.html draws, one group of shapes a kind."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cases.tree.kin import Kin, Mark
from cases.tree.placing import FULL, Layout, Node, Size, place

DASHES = {"couple": "", "unsaid": "1 4", "birth": "", "other": "7 4"}


@dataclass(frozen=True)
class Drawing:
    """A family tree, ready for its template; numbers are text with a point."""

    width: str
    height: str
    font: str
    homes: list[dict[str, str]]
    wires: list[dict[str, str]]
    strokes: list[str]
    people: list[dict[str, Any]]
    legend: list[dict[str, Any]]


@lru_cache(maxsize=512)
def draw(kin: Kin, size: Size = FULL) -> Drawing | None:
    """The drawing of a family; None where there is nobody to draw. A family that has not changed
    is not laid out again."""
    if not kin.members:
        return None
    layout = place(kin, size)
    return Drawing(
        _n(layout.width),
        _n(layout.height),
        _n(size.font),
        [_home(outline.home, outline.box) for outline in layout.outlines],
        [{"d": _path(points), "dash": DASHES[kind]} for kind, points in layout.wires],
        _strokes(layout),
        [_person(node, size) for node in layout.nodes],
        _legend(kin, layout),
    )


def _home(number: int, box: Any) -> dict[str, str]:
    return {
        "name": f"Home {number}",
        "x": _n(box.left),
        "y": _n(box.top),
        "width": _n(box.right - box.left),
        "height": _n(box.bottom - box.top),
        "text_x": _n(box.left + 8),
        "text_y": _n(box.top + 16),
    }


def _path(points: tuple[tuple[float, float], ...]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _strokes(layout: Layout) -> list[str]:
    found = []
    for left, y, strokes in layout.slashes:
        for stroke in range(strokes):
            x = left + stroke * 6
            found.append(_path(((x - 4, y + 8), (x + 4, y - 8))))
    return found


def _person(node: Node, size: Size) -> dict[str, Any]:
    half = size.mark / 2
    texts = [(line, False) for line in node.lines] + [(line, True) for line in node.notes]
    first = node.label.top + size.font - 1
    return {
        "outer": outline_of(node.member.mark, node.x, node.y, half),
        "inner": outline_of(node.member.mark, node.x, node.y, half - 4)
        if node.member.about
        else "",
        "cross": cross_of(node.x, node.y, half) if node.member.died else "",
        "x": _n(node.x),
        "texts": [
            {"text": text, "y": _n(first + i * size.line), "note": note}
            for i, (text, note) in enumerate(texts)
        ],
    }


def outline_of(mark: Mark, x: float, y: float, half: float) -> str:
    """The path of a mark round its middle."""
    if mark is Mark.SQUARE:
        return f"M{_n(x - half)} {_n(y - half)}h{_n(2 * half)}v{_n(2 * half)}h{_n(-2 * half)}z"
    if mark is Mark.CIRCLE:
        arc = f"a{_n(half)} {_n(half)} 0 1 0"
        return f"M{_n(x - half)} {_n(y)}{arc} {_n(2 * half)} 0{arc} {_n(-2 * half)} 0z"
    corners: tuple[tuple[float, float], ...]
    if mark is Mark.TRIANGLE:
        corners = ((x, y - half), (x + half, y + half), (x - half, y + half))
    else:
        corners = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    return _path(corners) + "z"


def cross_of(x: float, y: float, half: float) -> str:
    reach = half * 0.98
    one = _path(((x - reach, y - reach), (x + reach, y + reach)))
    return one + _path(((x + reach, y - reach), (x - reach, y + reach)))


def _legend(kin: Kin, layout: Layout) -> list[dict[str, Any]]:
    """Only what this drawing uses, in a fixed order."""
    used = {member.mark for member in kin.members}
    marks = [
        (Mark.SQUARE, "Male"),
        (Mark.CIRCLE, "Female"),
        (Mark.DIAMOND, "Another gender, or not known"),
        (Mark.TRIANGLE, "Unborn child"),
    ]
    found = [_sample(outline_of(mark, 14, 14, 11), words) for mark, words in marks if mark in used]
    square = outline_of(Mark.SQUARE, 14, 14, 11)
    if any(member.about for member in kin.members):
        inner = outline_of(Mark.SQUARE, 14, 14, 7)
        found.append(_sample(square + inner, "Double outline: a child this case is about"))
    if any(member.died for member in kin.members):
        found.append(_sample(square + cross_of(14, 14, 11), "Has died"))
    states = {strokes for _, _, strokes in layout.slashes}
    line, one, two = "M1 14H27", "M8 22L16 6", "M14 22L22 6"
    if 1 in states:
        found.append(_sample(line + one, "Separated"))
    if 2 in states:
        found.append(_sample(line + one + two, "Divorced"))
    kinds = {kind for kind, _ in layout.wires}
    if "unsaid" in kinds:
        words = "Parents of a child; whether a couple is not recorded"
        found.append(_sample(line, words, DASHES["unsaid"]))
    if "other" in kinds:
        words = "Parent by adoption, foster carer or step-parent"
        found.append(_sample(line, words, DASHES["other"]))
    return found


def _sample(path: str, words: str, dash: str = "") -> dict[str, Any]:
    return {"d": path, "words": words, "dash": dash}


def _n(number: float) -> str:
    """A number as SVG writes it, whatever the language of the page."""
    return f"{number:.1f}".removesuffix(".0")
