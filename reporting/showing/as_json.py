"""A table as the API gives it and as a report keeps it."""

from typing import Any

from reporting.measures import Measure
from reporting.period import Period
from reporting.table import Figures, Row, Table


def measure_json(measure: Measure) -> dict[str, Any]:
    """What a measure says about itself."""
    return {
        "key": measure.key,
        "title": measure.title,
        "definition": measure.definition,
        "unit": measure.unit,
        "kind": measure.kind.value,
        "population": measure.population,
        "numerator": measure.counts,
        "denominator": measure.out_of or None,
        "also": measure.also or None,
        "better": measure.better.value,
        "cuts": [cut.key for cut in measure.cuts],
    }


def table_json(table: Table) -> dict[str, Any]:
    return {
        **measure_json(table.measure),
        "by": table.cut.key,
        "scope": table.scope,
        "period": _period(table.period),
        "period_before": _period(table.before),
        "rows": [_row(table, row) for row in table.rows],
        "totals": _row(table, table.total),
        "notes": list(table.notes),
    }


def _period(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def _row(table: Table, row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"key": row.key or None, "label": row.label}
    if table.cut.series:
        found |= {"series": row.series or None, "series_label": row.series_label or None}
    found |= _figures(table, row.now)
    found["before"] = _figures(table, row.before) if row.before else None
    if row.population:
        found |= {"population": row.population, "per_1000": row.per_1000}
    if row.standing:
        found["limits"] = {
            "low": round(row.standing.low, 2),
            "high": round(row.standing.high, 2),
            "stands": row.standing.verdict.value,
        }
    return found


def _figures(table: Table, figures: Figures) -> dict[str, Any]:
    found: dict[str, Any] = {
        "numerator": figures.numerator,
        "denominator": figures.denominator,
        "value": figures.value,
    }
    if table.measure.also:
        found["also"] = figures.also
    return found
