"""Stacked bars: how the number of each part is made up. At most five shades."""

from collections.abc import Sequence

from reporting.showing.charts.drawing import DARK_ONES, INK, SHADES, SIZE, WIDTH, Drawing, width_of
from reporting.showing.charts.rows import LABELS, ceiling, height_of, label
from reporting.table import Row, Table

ROW = 26
END = 56
OTHERS = "All others"


def stacked(table: Table, title: str) -> str:
    shown, others = _chosen(table)
    names = [row.series_label for row in shown] + ([OTHERS] if others else [])
    top = 8 + 18 * len(names)
    height = height_of(table.part_totals, ROW)
    drawing = Drawing(top + height * len(table.part_totals) + 10, title)
    _key(drawing, names)
    # Of rounded counts the parts may be more or less than the total that is written beside them.
    bars = [sum(row.now.numerator for row in rows) for _total, rows in table.by_part()]
    largest = max(bars, default=0)
    scale = (WIDTH - LABELS - END) / ceiling(largest)
    for place, (total, rows) in enumerate(table.by_part()):
        y = top + place * height
        label(drawing, y + 12, total.label)
        _bar(drawing, y, _values(rows, shown), scale)
        end = LABELS + bars[place] * scale
        drawing.text(end + 6, y + 16.5, f"{total.now.numerator:,}", bold=True)
    drawing.line(LABELS, top, LABELS, drawing.height - 6, INK)
    return drawing.svg()


def _chosen(table: Table) -> tuple[list[Row], bool]:
    """The series with a shade of their own, in their order, and whether there are others."""
    used = [row for row in table.series_totals if row.now.numerator]
    if len(used) <= len(SHADES):
        return used, False
    largest = sorted(used, key=lambda row: -row.now.numerator)[: len(SHADES) - 1]
    return [row for row in used if row in largest], True


def _values(rows: Sequence[Row], shown: Sequence[Row]) -> list[int]:
    by_series = {row.series: row.now.numerator for row in rows}
    own = [by_series.pop(row.series, 0) for row in shown]
    return [*own, sum(by_series.values())]


def _key(drawing: Drawing, names: Sequence[str]) -> None:
    """One under the other: names of outcomes are long."""
    for place, (shade, name) in enumerate(zip(SHADES, names, strict=False)):
        drawing.rect(LABELS, 4 + 18 * place, 12, 12, shade, stroke=INK)
        drawing.text(LABELS + 18, 14.5 + 18 * place, name, size=SIZE - 1)


def _bar(drawing: Drawing, y: float, values: Sequence[int], scale: float) -> None:
    x: float = LABELS
    for shade, value in zip(SHADES, values, strict=False):
        length = value * scale
        if not value:
            continue
        drawing.rect(x, y + 3, length, 18, shade, stroke="#14263f")
        words = f"{value:,}"
        if width_of(words, 12) + 6 <= length:
            ink = "#ffffff" if shade in DARK_ONES else INK
            drawing.text(x + length / 2, y + 16.5, words, anchor="middle", size=12, fill=ink)
        x += length
