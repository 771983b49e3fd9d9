"""What charts of places share: a label at the left of each row, a key above, round scales."""

from collections.abc import Iterable, Sequence

from reporting.showing.charts.drawing import SIZE, Drawing, in_lines, width_of
from reporting.table import Row

LABELS = 168  # room for the labels at the left
TOP = 26  # room for the key
TWO_LINES = 32  # the height of a row whose name takes two


def height_of(rows: Iterable[Row], usual: int) -> int:
    """How high the rows of a chart are: all of them higher where one has a long name."""
    long = any(len(in_lines(row.label, LABELS - 10)) > 1 for row in rows)
    return TWO_LINES if long else usual


def label(drawing: Drawing, middle: float, words: str) -> None:
    """A row's name, before its bar, in one line or two."""
    lines = in_lines(words, LABELS - 10)
    first = middle + 4.5 - (len(lines) - 1) * 7
    for number, line in enumerate(lines):
        drawing.text(LABELS - 8, first + number * 14, line, anchor="end")


def key(drawing: Drawing, entries: Sequence[tuple[str, str]]) -> None:
    """Colour and meaning, side by side above the chart."""
    x: float = LABELS
    for colour, words in entries:
        drawing.rect(x, 5, 12, 12, colour, stroke="#14263f")
        drawing.text(x + 17, 15.5, words, size=SIZE - 1)
        x += 17 + width_of(words, SIZE - 1) + 18


def ceiling(largest: float) -> float:
    """The scale's end: the largest value, or one where there is nothing."""
    return largest if largest > 0 else 1
