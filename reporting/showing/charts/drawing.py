"""A drawing in SVG: lines, bars and words, by presentation attributes alone, so that no page
needs inline style."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

WIDTH = 640
FONT = "Public Sans, Noto Sans Gurmukhi, Noto Sans Arabic, Arial, sans-serif"
SIZE = 13

INK = "#0b0c0c"
QUIET = "#505a5f"  # 7:1 on white
GRID = "#b1b4b6"
NOW = "#1f3a5f"
BEFORE = "#9db0c6"
# From dark to light, apart in black and white too.
SHADES = ("#14263f", "#4a6a92", "#86a0bd", "#bccbdb", "#eaf0f5")
DARK_ONES = SHADES[:2]


class Drawing:
    """An SVG being drawn. Sizes are in its own units; it scales to the width it is given."""

    def __init__(self, height: float, title: str, width: float = WIDTH) -> None:
        self.height, self.width, self.title = height, width, title
        self.parts: list[str] = []

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str, stroke: str = "none"
    ) -> None:
        self._add("rect", x=x, y=y, width=max(width, 0), height=height, fill=fill, stroke=stroke)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = GRID, width: float = 1
    ) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=width)

    def dashes(self, x1: float, y1: float, x2: float, y2: float, colour: str = INK) -> None:
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_dasharray="4 3")

    def polyline(self, points: Iterable[tuple[float, float]], colour: str, width: float) -> None:
        path = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
        self._add("polyline", points=path, fill="none", stroke=colour, stroke_width=width)

    def dot(self, x: float, y: float, radius: float, fill: str, stroke: str = NOW) -> None:
        self._add("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=1.5)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        size: float = SIZE,
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        weight = {"font_weight": 700} if bold else {}
        self._add("text", words, x=x, y=y, text_anchor=anchor, font_size=size, fill=fill, **weight)

    def svg(self) -> str:
        box = f"0 0 {_short(self.width)} {_short(self.height)}"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" '
            f'width="{_short(self.width)}" height="{_short(self.height)}" '
            f"font-family={quoteattr(FONT)}>"
        )
        return f"{head}<title>{escape(self.title)}</title>{''.join(self.parts)}</svg>"

    def _add(self, name: str, words: str = "", **attributes: str | float) -> None:
        written = " ".join(
            f"{key.replace('_', '-')}={quoteattr(_short(value))}"
            for key, value in attributes.items()
        )
        self.parts.append(
            f"<{name} {written}>{escape(words)}</{name}>" if words else f"<{name} {written}/>"
        )


def width_of(words: str, size: float = SIZE) -> float:
    """About how wide words are drawn."""
    return len(words) * size * 0.53


def in_lines(words: str, room: float, size: float = SIZE) -> list[str]:
    """Words in at most two lines that fit the room."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > 2:
        lines = [lines[0], " ".join(lines[1:])]
    return [_cut(line, room, size) for line in lines]


def _cut(line: str, room: float, size: float) -> str:
    if width_of(line, size) <= room * 1.1:
        return line
    return line[: max(int(room / (size * 0.53)) - 1, 1)] + "…"


def _short(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
