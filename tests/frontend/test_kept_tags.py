"""Tags are kept by what they say; a safe text and one that only reads the same stay apart."""

from typing import Any

import pytest
from django.utils.safestring import mark_safe

from earlyhelp.govuk.macros import drawn, render

EVIL = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "params",
    [
        {"text": "Overdue", "classes": "govuk-tag--red"},
        {"text": "Overdue", "classes": "govuk-tag--grey"},
        {"text": EVIL},
        {"html": EVIL},
        {"text": "Overdue", "attributes": {"id": "one"}},
    ],
)
def test_a_kept_tag_is_the_tag_drawn_afresh(params: dict[str, Any]) -> None:
    assert render("tag", params) == render("tag", params) == drawn("tag", params)


@pytest.mark.parametrize("name", ["text", "html"])
def test_a_safe_text_does_not_make_an_unsafe_one_safe(name: str) -> None:
    assert EVIL in render("tag", {name: mark_safe(EVIL)})
    assert EVIL not in render("tag", {name: EVIL})
    assert EVIL in render("tag", {name: mark_safe(EVIL)})
