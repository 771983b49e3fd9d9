"""Every example of govuk-frontend renders as its own templates render it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from earlyhelp.govuk.macros import render, stands_for_html

COMPONENTS = Path(__file__).parents[2] / "node_modules/govuk-frontend/dist/govuk/components"
VERSION = "6.3.0"
EXAMPLES = 657


def fixtures() -> list[Any]:
    return [
        pytest.param(camel(file.parent.name), fixture, id=f"{file.parent.name}: {fixture['name']}")
        for file in sorted(COMPONENTS.glob("*/fixtures.json"))
        for fixture in json.loads(file.read_text())["fixtures"]
    ]


def camel(name: str) -> str:
    return re.sub(r"-(\w)", lambda part: part[1].upper(), name)


def test_the_pinned_version_is_installed_with_all_its_examples() -> None:
    package = json.loads((COMPONENTS.parents[2] / "package.json").read_text())
    assert package["version"] == VERSION
    assert len(fixtures()) == EXAMPLES


@pytest.mark.parametrize(("component", "fixture"), fixtures())
def test_renders_as_govuk_frontend_does(component: str, fixture: dict[str, Any]) -> None:
    ours = render(component, trusted(fixture["options"]))
    assert parts(ours) == parts(fixture["html"])


def trusted(value: Any, name: str = "") -> Any:
    """The examples' HTML options are GOV.UK's own: mark them safe, as a page's author would."""
    if isinstance(value, dict):
        return {key: trusted(item, name if name == "slots" else key) for key, item in value.items()}
    if isinstance(value, list):
        return [trusted(item, name) for item in value]
    return mark_safe(value) if isinstance(value, str) and stands_for_html(name) else value


def parts(html: str) -> list[Any]:
    reader = Parts()
    reader.feed(html)
    reader.close()
    return reader.found


class Parts(HTMLParser):
    """Tags with their attributes in order of name, and text with its white space made single."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted((name, " ".join((v or "").split())) for name, v in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.found.append(words)
