"""Finding the words of a withheld item in other text, however they are spaced. No database."""

import re
import unicodedata
from collections.abc import Iterable

from audit.text import fold

FEWEST_DIGITS = 8  # of a telephone number
_LAST_DIGITS = 9  # what stays the same between 07700 … and +44 7700 …


class Finder:
    """Finds whether a text holds any of some words: case, accents, spaces and signs aside."""

    def __init__(self, words: Iterable[str]) -> None:
        patterns = sorted({pattern for each in words if (pattern := _pattern(each))})
        self._found = re.compile("|".join(patterns)) if patterns else None

    def __bool__(self) -> bool:
        return self._found is not None

    def holds(self, text: str) -> bool:
        return bool(self._found and text and self._found.search(_plain(text)))


def _pattern(words: str) -> str:
    digits = re.sub(r"\D", "", words)
    if len(digits) >= FEWEST_DIGITS and not re.search(r"[A-Za-z]", words):
        return r"[\W_]*".join(digits[-_LAST_DIGITS:]) + r"(?!\d)"
    letters = fold(words).replace(" ", "") or ""
    letters = "".join(each for each in letters if each.isalnum())
    if len(letters) < 3:
        return ""
    whose = "s?" if letters[-1].isalpha() else ""  # “Zoë’s room” tells of Zoë
    return r"(?<![^\W_])" + r"[\W_]*".join(map(re.escape, letters)) + whose + r"(?![^\W_])"


def _plain(text: str) -> str:
    """Folded as names are, with the signs between kept as gaps."""
    kept = []
    for letter in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(letter):
            continue
        if letter.isalnum():
            kept.append(fold(letter) or letter)
        else:
            kept.append("" if letter in "’'\u200b\u00ad\u2060" else " ")
    return "".join(kept)
