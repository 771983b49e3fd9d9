"""Documents drawn from the code's own tables, so that they cannot say something else."""

from collections.abc import Callable

from earlyhelp.drawing.data import data_page
from earlyhelp.drawing.journey import journey_svg
from earlyhelp.drawing.measures import measures_page
from earlyhelp.drawing.retention import retention_page
from earlyhelp.drawing.roles import roles_page
from earlyhelp.drawing.stages import stages_page
from earlyhelp.drawing.timescales import timescales_page

# The file in docs/ and the function that draws it. None of them asks the database.
DRAWN: dict[str, Callable[[], str]] = {
    "data.md": data_page,
    "journey.svg": journey_svg,
    "measures.md": measures_page,
    "retention.md": retention_page,
    "roles.md": roles_page,
    "stages.md": stages_page,
    "timescales.md": timescales_page,
}
