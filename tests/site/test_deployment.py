"""What an operator reads in the README is what the containers take."""

import re
from pathlib import Path

import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def of_the_readme() -> set[str]:
    table = [line for line in (ROOT / "README.md").read_text().splitlines() if "   | `" in line]
    return {name for line in table for name in re.findall(r"`([A-Z_]{5,})`", line)}


def of_the_containers() -> set[str]:
    return set(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["x-environment"])


def of_the_code() -> set[str]:
    return set(
        re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "earlyhelp/settings.py").read_text())
    )


def test_every_setting_of_the_readme_is_one_and_reaches_the_containers() -> None:
    assert len(of_the_readme()) > 30
    assert of_the_readme() - of_the_code() == set()
    assert of_the_readme() - of_the_containers() == set()


def test_the_example_names_settings_that_are_read() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    named = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE)
    assert len(named) > 10
    assert [name for name in named if f"{{{name}" not in compose] == []
