"""How each figure is counted, as a page of the documentation."""

from earlyhelp.drawing.tables import markdown_table
from reporting.measures.declaration import Kind, Measure
from reporting.measures.registry import MEASURES

KINDS = {
    Kind.COUNT: "A count",
    Kind.SHARE: "A percentage of everything counted",
    Kind.RATE: "A percentage of each part’s own denominator",
    Kind.MEDIAN: "A median",
}


def measures_page() -> str:
    """Every measure with its definition, unit, population and cuts."""
    return "\n".join(
        [
            "# How each figure is counted",
            "",
            "Drawn by `manage.py draw_docs` from `reporting/measures/`. A page, a PDF, a file and",
            "the API show the same table of a measure; each figure carries its unit, its period,",
            "its numerator and, where it has one, its denominator.",
            "",
            *(_measure(measure) for measure in MEASURES.values()),
        ]
    )


def _measure(measure: Measure) -> str:
    rows = [
        ("Key", f"`{measure.key}`"),
        ("What it is", KINDS[measure.kind]),
        ("Unit", measure.unit),
        ("Counted among", measure.population),
        ("Numerator", measure.counts),
        ("Denominator", measure.out_of),
        ("May be cut by", ", ".join(f"{cut.title.lower()} (`{cut.key}`)" for cut in measure.cuts)),
        ("Adding up", measure.apart),
        ("Counted from", ", ".join(f"`{source}`" for source in measure.sources)),
    ]
    table = markdown_table(["", ""], [row for row in rows if row[1]])
    return "\n".join([f"## {measure.title}", "", measure.definition, "", table])
