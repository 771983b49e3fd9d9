"""Horizontal bars: one a part, the period before as a thin one under it."""

from reporting.measures import Kind
from reporting.showing.charts.drawing import BEFORE, INK, NOW, WIDTH, Drawing
from reporting.showing.charts.rows import LABELS, TOP, ceiling, height_of, key, label
from reporting.showing.words import value_of
from reporting.table import Figures, Table

ROW = 25
END = 90  # room for the number after the longest bar


def bars(table: Table, title: str) -> str:
    rows = table.rows
    height = height_of(rows, ROW)
    drawing = Drawing(TOP + height * len(rows) + 8, title)
    scale = (WIDTH - LABELS - END) / ceiling(
        max((_size(table, figures) for row in rows for figures in (row.now, row.before)), default=0)
    )
    key(drawing, [(NOW, table.period.short), (BEFORE, f"before: {table.before.short}")])
    for place, row in enumerate(rows):
        y = TOP + place * height
        label(drawing, y + 10, row.label)
        length = _size(table, row.now) * scale
        drawing.rect(LABELS, y + 3, length, 12, NOW)
        drawing.rect(LABELS, y + 16, _size(table, row.before) * scale, 5, BEFORE)
        drawing.text(LABELS + length + 6, y + 13.5, value_of(table.measure, row.now), bold=True)
    drawing.line(LABELS, TOP, LABELS, drawing.height - 6, INK)
    return drawing.svg()


def _size(table: Table, figures: Figures | None) -> float:
    if figures is None:
        return 0
    return figures.numerator if table.measure.kind == Kind.COUNT else figures.value or 0
