"""Documents drawn from the code say what the code says."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.roles import ROLES
from cases.journey import MOVES, TITLES
from earlyhelp.drawing import DRAWN
from earlyhelp.drawing.journey import journey_svg
from localities.timescales import STANDARD
from reporting.measures.registry import MEASURES

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.mark.parametrize("name", DRAWN)
def test_what_lies_in_docs_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == DRAWN[name](), "Run manage.py draw_docs"


def test_the_journey_shows_every_stage_and_move() -> None:
    words = _texts(journey_svg())
    assert set(TITLES.values()) <= words
    assert {move.label for move in MOVES} <= words


def test_every_role_timescale_and_measure_is_in_its_table() -> None:
    assert all(role.title in DRAWN["roles.md"]() for role in ROLES.values())
    assert all(row.due in DRAWN["timescales.md"]() for row in STANDARD)
    assert all(f"`{key}`" in DRAWN["measures.md"]() for key in MEASURES)


def test_a_stale_document_is_refused_and_drawn_again(tmp_path: Path, settings: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match=r"docs/roles\.md"):
        call_command("draw_docs", "--check")
    call_command("draw_docs", verbosity=0)
    call_command("draw_docs", "--check")


def _texts(svg: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_data(self, data: str) -> None:
            found.add(data)

    Reader().feed(svg)
    return found
