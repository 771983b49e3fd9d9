"""Rates as dots, each on the band that chance explains, beside the whole's rate."""

from reporting.limits import Standing, Verdict
from reporting.showing.charts.drawing import (
    BEFORE,
    INK,
    NOW,
    QUIET,
    SIZE,
    WIDTH,
    Drawing,
    width_of,
)
from reporting.showing.charts.rows import LABELS, ceiling, label
from reporting.showing.words import value_of
from reporting.table import Row, Table

ROW = 25
TOP = 50
END = 70


def chances(table: Table, title: str) -> str:
    """A full dot lies outside its band, an empty one within it."""
    drawing = Drawing(TOP + ROW * len(table.rows) + 10, title)
    scale = (WIDTH - LABELS - END) / ceiling(max((_reach(row) for row in table.rows), default=0))
    bottom = drawing.height - 8
    _key(drawing, rounded=table.ask.published)
    for place, row in enumerate(table.rows):
        y = TOP + place * ROW + 12
        label(drawing, y, row.label)
        _row(drawing, table, row, y, scale)
    whole = LABELS + (table.total.now.value or 0) * scale
    drawing.dashes(whole, TOP - 6, whole, bottom)
    words = f"{table.total.label}: {value_of(table.measure, table.total.now)}"
    drawing.text(whole, TOP - 10, words, anchor="middle", size=SIZE - 1, bold=True)
    drawing.line(LABELS, TOP, LABELS, bottom, INK)
    return drawing.svg()


def _row(drawing: Drawing, table: Table, row: Row, y: float, scale: float) -> None:
    if row.standing:
        low, high = row.standing.low * scale, row.standing.high * scale
        drawing.rect(LABELS + low, y - 7, high - low, 14, BEFORE)
    if row.now.value is None:
        return
    x = LABELS + row.now.value * scale
    drawing.dot(x, y, 5.5, _fill(row.standing))
    beyond = max(x + 10, LABELS + (row.standing.high * scale if row.standing else 0) + 8)
    drawing.text(beyond, y + 4.5, value_of(table.measure, row.now), bold=True)


def _fill(standing: Standing | None) -> str:
    return NOW if standing and standing.verdict != Verdict.WITHIN else "#ffffff"


def _reach(row: Row) -> float:
    return max(row.now.value or 0, row.standing.high if row.standing else 0)


def _key(drawing: Drawing, *, rounded: bool) -> None:
    chance = "chance and rounding explain" if rounded else "chance explains"
    outside = "stands out" if rounded else "outside what chance explains"
    x: float = 6
    for draw, words in (
        (lambda x: drawing.dot(x, 11, 5, NOW), outside),
        (lambda x: drawing.dot(x, 11, 5, "#ffffff"), "within it"),
        (lambda x: drawing.rect(x - 6, 4, 18, 14, BEFORE), f"what {chance} (95%)"),
    ):
        draw(x)
        offset = 18 if words.startswith("what") else 10
        drawing.text(x + offset, 15.5, words, size=SIZE - 1, fill=QUIET)
        x += offset + width_of(words, SIZE - 1) + 20
