"""What is built and served: nothing a council may not use, nothing from elsewhere."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "static" / "build"


@pytest.mark.parametrize("mark", ["GDS Transport", "crown", "crest", "opengraph"])
def test_no_mark_of_the_government_is_served(mark: str) -> None:
    named = [file.name for file in BUILD.rglob("*") if mark.lower() in file.name.lower()]
    styles = [
        file.name for file in BUILD.rglob("*.css") if mark.lower() in file.read_text().lower()
    ]
    assert named + styles == []


def test_no_style_or_script_asks_elsewhere() -> None:
    styles = "".join(file.read_text() for file in BUILD.rglob("*.css"))
    assert re.findall(r"url\(\s*['\"]?(?:https?:)?//", styles) == []
    ours = "".join(file.read_text() for file in (ROOT / "assets" / "js").glob("*.js"))
    assert "http:" not in ours
    assert "https:" not in ours


def test_the_lock_holds_hashes_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert '"resolved"' not in text
    assert [name for name, it in packages.items() if name and "integrity" not in it] == []


def test_every_font_of_the_reports_is_there() -> None:
    styles = (BUILD / "report-fonts.css").read_text()
    fonts = re.findall(r'url\("([^"]+)"\)', styles)
    assert len(fonts) == 8
    assert [font for font in fonts if not (BUILD / font).is_file()] == []


def test_hashed_files_import_each_other_by_their_hashed_names(
    settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "earlyhelp.static_files.HashedStaticFiles"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    main = (tmp_path / Path(staticfiles_storage.url("build/js/main.js")).name).name
    text = (tmp_path / "build" / "js" / main).read_text()
    wanted = re.findall(r"""(?:from|import)\s*\(?["']\./([^"']+)["']""", text)
    assert len(wanted) >= 6
    assert [name for name in wanted if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
    assert [name for name in wanted if not (tmp_path / "build" / "js" / name).is_file()] == []
