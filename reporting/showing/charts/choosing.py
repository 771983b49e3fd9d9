"""Which chart shows a table: bars for places, lines for months, dots for rates."""

from reporting.measures import Kind
from reporting.measures.dimensions import MONTH
from reporting.showing.charts.bars import bars
from reporting.showing.charts.chances import chances
from reporting.showing.charts.lines import line, panels
from reporting.showing.charts.stacked import stacked
from reporting.table import Table


def chart_of(table: Table, title: str) -> str:
    """The chart as SVG; nothing where there is nothing to draw. `title` is read out for it."""
    if table.is_empty or len(table.parts) < 1:
        return ""
    if table.cut.series is MONTH:
        return panels(table, title)
    if table.cut.series:
        return stacked(table, title)
    if table.measure.kind == Kind.RATE and any(row.standing for row in table.rows):
        return bars(table, title) if table.cut.part is MONTH else chances(table, title)
    if table.cut.part is MONTH and table.measure.kind == Kind.COUNT:
        return line(table, title)
    return bars(table, title)
