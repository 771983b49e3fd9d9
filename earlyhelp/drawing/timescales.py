"""What is due and by when, as a page of the documentation."""

from earlyhelp.drawing.tables import markdown_table
from localities.models import Timescale
from localities.timescales import STANDARD, Row


def timescales_page() -> str:
    """The table a new authority starts with."""
    return "\n".join(
        [
            "# What is due, and by when",
            "",
            "Drawn by `manage.py draw_docs` from `localities/timescales.py`: the table a new",
            "authority starts with. It changes its own under Settings, “What is due, and by when”.",
            "A change applies from a later day on, and says before it is saved how many are due",
            "now; what is already due stays as it was. Working days leave out weekends, England’s",
            "bank holidays and the council’s own closure days. A date weeks or months ahead that",
            "falls on a day off moves to the next working day. A clock may stand still, with a",
            "reason; it is then counted without the pause. Late work escalates: after so many",
            "working days whoever is named is told too, in their letter of the morning and their",
            "list, and it stays the work of whose it is. No source says after how many: they are a",
            "beginning of our own. A disagreement goes to its next stage when its time runs out.",
            "While social care leads, only the pack of an urgent step-up and the handover are due.",
            "Sign-off and correction count a re-assessment as they do the first assessment.",
            "",
            markdown_table(
                [
                    "What is due",
                    "How long",
                    "Counted from",
                    "Done by",
                    "Whose work",
                    "Escalates to",
                ],
                map(_line, STANDARD),
            ),
        ]
    )


def _line(row: Row) -> list[str]:
    return [
        row.due,
        f"{row.length} {_unit(row)}",
        Timescale.Happening(row.starts_with).label,
        Timescale.Happening(row.ends_with).label,
        Timescale.Owner(row.owner).label,
        Timescale(**row._asdict()).escalation or "–",
    ]


def _unit(row: Row) -> str:
    unit = str(Timescale.Unit(row.unit).label)
    return unit.removesuffix("s") if row.length == 1 else unit
