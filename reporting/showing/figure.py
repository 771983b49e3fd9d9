"""A figure as pages and reports show it: sentence, chart, cells, notes, definition, source."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from reporting.showing.charts import chart_of
from reporting.showing.grid import Grid, grid_of
from reporting.showing.sentences import sentence_of
from reporting.showing.source import source_of
from reporting.table import Table


@dataclass(frozen=True)
class Figure:
    """One figure, ready to be laid out."""

    key: str
    heading: str
    sentence: str
    chart: SafeString
    grid: Grid
    notes: tuple[str, ...]
    definition: str
    source: str


def figure_of(table: Table, heading: str, without: Sequence[str] = ()) -> Figure:
    """`without` are notes that are said elsewhere."""
    sentence = sentence_of(table)
    chart = chart_of(table, f"Chart: {heading}. {sentence} The table has the numbers.")
    return Figure(
        key=f"{table.measure.key}-{table.cut.key}",
        heading=heading,
        sentence=sentence,
        chart=mark_safe(chart),  # noqa: S308  the drawing escapes every word
        grid=grid_of(table),
        notes=tuple(note for note in table.notes if note not in without),
        definition=table.measure.definition,
        source=source_of(table),
    )
