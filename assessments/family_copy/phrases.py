"""The fixed words of the family copy, in each language, from `phrases.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FILE = Path(__file__).parent / "phrases.yaml"
ENGLISH = "en"
FONTS = Path(settings.BASE_DIR) / "static" / "build" / "fonts"


@dataclass(frozen=True)
class Language:
    """A language of the fixed words: how it is called, which way it runs, in which font."""

    code: str
    name: str
    shown: str  # as its readers call it
    direction: str
    font: str

    @property
    def has_its_font(self) -> bool:
        """Whether every letter of its phrases can be printed: else there would be boxes."""
        return has_letters(self.font, "".join(words_in(self.code).values()) + self.shown)


def languages() -> dict[str, Language]:
    """Every language, English first."""
    return {code: Language(code, **row) for code, row in _file()["languages"].items()}


@cache
def words_in(code: str) -> Mapping[str, str]:
    """The fixed words in a language, by key."""
    return {key: row[code] for key, row in _rows().items()}


def said_in(code: str, sentence: str) -> str:
    """A sentence of the English words in another language; itself, where it is not one of them."""
    key = next((key for key, words in words_in(ENGLISH).items() if words == sentence), "")
    return words_in(code).get(key, sentence)


def unchecked(code: str) -> int:
    """How many phrases no translator has checked in this language. English is ours."""
    rows = _rows().values()
    return 0 if code == ENGLISH else sum(code not in row["checked"] for row in rows)


@cache
def has_letters(font: str, text: str) -> bool:
    """Whether a bundled font has a sign for each letter. Signs common to all scripts come from
    the font of the document."""
    known = _signs(font) | _signs("public-sans-400.ttf")
    return bool(_signs(font)) and {ord(letter) for letter in text if letter > " "} <= known


@cache
def _signs(font: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    path = FONTS / font
    return frozenset(TTFont(path).getBestCmap()) if path.exists() else frozenset()


def _rows() -> dict[str, Any]:
    return _file()["phrases"] | _file()["messages"]


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found
