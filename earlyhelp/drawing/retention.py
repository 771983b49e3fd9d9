"""How long records are kept, as a page of the documentation."""

from audit.days import in_words
from earlyhelp.drawing.tables import markdown_table
from localities.retention import Period, periods


def retention_page() -> str:
    """Every row of the table of retention periods."""
    return "\n".join(
        [
            "# How long records are kept",
            "",
            "Drawn by `manage.py draw_docs` from `localities/retention.yaml`. Every period is",
            "**for the council’s data-protection officer to confirm**. A change is a new row with",
            "a later first day. Each night a job lists the family records whose time has come;",
            "nothing is erased before somebody decides, and nothing under a legal hold. Disposal",
            "erases names, words and identifiers and keeps what figures count, so that what was",
            "published still adds up.",
            "",
            markdown_table(
                ["Record", "Years", "Counted from", "Holds from", "Source"], map(_line, periods())
            ),
        ]
    )


def _line(row: Period) -> list[str]:
    counted = f"{row.counted_from}. {row.otherwise}" if row.otherwise else row.counted_from
    day = in_words(row.from_date)
    return [row.record, str(row.age or row.years), counted, day, row.source]
