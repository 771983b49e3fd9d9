"""Months as lines from zero: one large line, or a small one for each part on a common scale."""

from collections.abc import Sequence

from reporting.showing.charts.drawing import (
    BEFORE,
    GRID,
    INK,
    NOW,
    QUIET,
    WIDTH,
    Drawing,
    in_lines,
)
from reporting.showing.charts.rows import ceiling
from reporting.table import Figures, Row, Table

ACROSS = 4
PANEL = 118
GAP = 16


def line(table: Table, title: str) -> str:
    """One line over the months, each value written where there is room."""
    drawing = Drawing(236, title)
    _key(drawing, table)
    box = _Box(drawing, 20, 40, WIDTH - 40, 160, _top(table.rows))
    box.draw(table.rows, every_value=len(table.rows) <= 12)
    return drawing.svg()


def panels(table: Table, title: str) -> str:
    """A small line for each part; all panels have one scale, so that they can be compared."""
    down = -(-len(table.part_totals) // ACROSS)
    drawing = Drawing(30 + down * PANEL, title)
    _key(drawing, table)
    width = (WIDTH - (ACROSS - 1) * GAP) / ACROSS
    top = _top(table.rows)
    for place, (total, rows) in enumerate(table.by_part()):
        x = (place % ACROSS) * (width + GAP)
        y = 30 + (place // ACROSS) * PANEL
        drawing.text(x, y + 11, in_lines(total.label, width)[0], size=12, bold=True)
        _Box(drawing, x, y + 32, width, PANEL - 62, top).draw(rows, every_value=False)
    return drawing.svg()


class _Box:
    """The place of one line: its left top corner, its size, and the value at its top."""

    def __init__(
        self, drawing: Drawing, x: float, y: float, width: float, height: float, top: float
    ) -> None:
        self.drawing, self.x, self.y = drawing, x, y
        self.width, self.height, self.top = width, height, top

    def draw(self, rows: Sequence[Row], *, every_value: bool) -> None:
        bottom = self.y + self.height
        self.drawing.line(self.x, bottom, self.x + self.width, bottom, GRID)
        self._line([row.before for row in rows], BEFORE, 1.5)
        points = self._line([row.now for row in rows], NOW, 2.5)
        for place, (x, y) in enumerate(points):
            if every_value or place in _told(rows):
                self._value(x, y, rows[place].now.numerator)
        self._months(rows)

    def _line(
        self, figures: Sequence[Figures | None], colour: str, width: float
    ) -> list[tuple[float, float]]:
        step = self.width / max(len(figures), 1)
        points = [
            (
                self.x + step * (place + 0.5),
                self.y + self.height * (1 - (found.numerator if found else 0) / self.top),
            )
            for place, found in enumerate(figures)
        ]
        if any(found is not None for found in figures):
            self.drawing.polyline(points, colour, width)
        return points

    def _value(self, x: float, y: float, value: int) -> None:
        self.drawing.dot(x, y, 2.5, NOW)
        x = min(max(x, self.x + 10), self.x + self.width - 10)
        self.drawing.text(x, y - 6, f"{value:,}", anchor="middle", size=11, fill=INK)

    def _months(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        y = self.y + self.height + 13
        names = [(row.label if row.label.count(" ") == 1 and not row.series_label
                  else row.series_label) for row in rows]  # fmt: skip
        self.drawing.text(self.x, y, _month(names[0]), size=11, fill=QUIET)
        if len(rows) > 1:
            end = self.x + self.width
            self.drawing.text(end, y, _month(names[-1]), anchor="end", size=11, fill=QUIET)


def _key(drawing: Drawing, table: Table) -> None:
    drawing.line(0, 11, 22, 11, NOW, 2.5)
    drawing.text(28, 15.5, table.period.short, size=12)
    drawing.line(200, 11, 222, 11, BEFORE, 1.5)
    drawing.text(228, 15.5, f"before: {table.before.short}", size=12)


def _told(rows: Sequence[Row]) -> set[int]:
    """The places whose value is written in a small panel: the highest and the last."""
    values = [row.now.numerator for row in rows]
    last = len(values) - 1
    high = values.index(max(values))
    return {high, last} if last - high > 1 or last == high else {high}


def _top(rows: Sequence[Row]) -> float:
    found = [figures.numerator for row in rows for figures in (row.now, row.before) if figures]
    return ceiling(max(found, default=0))


def _month(label: str) -> str:
    """April 2017 as Apr 2017."""
    name, _, year = label.partition(" ")
    return f"{name[:3]} {year}"
