"""docs/measures.md, drawn from the declarations."""

from reporting.measures.declaration import Kind, Measure
from reporting.measures.registry import MEASURES

HEAD = """# Measures

Every figure the product shows is one of these. Each is declared once, in `reporting/measures/`, and counted by one
function of the database, in `reporting/sql/`, which returns counts and no records. Pages, reports, CSV files and
`GET /api/v1/measures/{key}/` show the same table. Each row stands beside the period before: as many whole months, or
else as many days. Drawn from the declarations by `manage.py draw_docs`; do not edit it.
"""
KINDS = {
    Kind.COUNT: "a count",
    Kind.SHARE: "a share of everything counted",
    Kind.RATE: "a rate of each part’s own, compared with the whole’s within the limits of chance",
    Kind.MEDIAN: "a median",
}


def render() -> str:
    return "\n".join([HEAD, *(_measure(measure) for measure in MEASURES.values())])


def _measure(measure: Measure) -> str:
    lines = [
        f"## {measure.title}",
        "",
        f"`{measure.key}`: {KINDS[measure.kind]}, in {measure.unit}.",
        "",
        measure.definition,
        "",
        f"- Population: {_small(measure.population)}",
        f"- Numerator: {_small(measure.counts)}",
    ]
    if measure.out_of:
        lines.append(f"- Denominator: {_small(measure.out_of)}")
    if measure.also:
        lines.append(f"- Counted apart: {_small(measure.also)}")
    lines += [
        f"- Cut by: {', '.join(f'`{cut.key}`' for cut in measure.cuts)}",
        f"- Better: {measure.better.value}",
        f"- Counted from: {', '.join(f'`{source}`' for source in measure.sources)}",
        "",
    ]
    return "\n".join(lines)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
