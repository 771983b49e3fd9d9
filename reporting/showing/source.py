"""The line under a figure: unit, period, population, and what the numbers are out of."""

from reporting.measures import Kind
from reporting.table import Table


def source_of(table: Table) -> str:
    """What a reader needs to use the figure elsewhere, in one line."""
    measure = table.measure
    parts = [
        f"Unit: {measure.unit}",
        f"Period: {table.period}, beside {table.before}",
        f"Population: {measure.population}; {table.scope}",
        f"Numerator: {measure.counts.lower()} ({_total(table)})",
    ]
    if measure.is_percentage:
        denominator = table.total.now.denominator or 0
        parts.append(f"Denominator: {measure.out_of.lower()} ({denominator:,})")
    if table.population_source:
        parts.append(f"Per 1,000: {table.population_source}")
    return ". ".join(parts) + "."


def _total(table: Table) -> str:
    if table.measure.kind == Kind.COUNT and table.measure.also:
        also = table.measure.also.lower()
        return f"{table.total.now.numerator:,}; {also} apart: {table.total.now.also or 0:,}"
    return f"{table.total.now.numerator:,}"
