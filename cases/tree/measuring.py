"""How wide text is, near enough to keep labels apart without a browser."""

import re
from math import ceil

_THIN = frozenset("iljI'’.,:;|! ")
_NARROW = frozenset("frtJ-()1")
_WIDE = frozenset("mwMW@—%")


def width_of(text: str, size: float) -> float:
    """A generous guess at the width of `text` in pixels at a font size of `size` pixels."""
    return sum(_em(letter) for letter in text) * size


def wrapped(text: str, width: float, size: float) -> list[str]:
    """`text` in lines no wider than `width`, broken after spaces and hyphens where it can be."""
    lines: list[str] = []
    for piece in re.findall(r"[^\s-]+-*|-+|\s+", text.strip()):
        if lines and width_of(lines[-1] + piece.rstrip(), size) <= width:
            lines[-1] += piece
        elif not piece.isspace():
            lines += _broken(piece, width, size)
    return [line.strip() for line in lines]


def _em(letter: str) -> float:
    if letter in _THIN:
        return 0.32
    if letter in _NARROW:
        return 0.43
    if letter in _WIDE:
        return 0.95
    if ord(letter) > 0x2E7F:  # scripts of full width
        return 1.05
    return 0.74 if letter.isupper() or ord(letter) > 0x24F else 0.6


def _broken(word: str, width: float, size: float) -> list[str]:
    """A word that is too long for a line, in parts of about one length, each with a hyphen."""
    if width_of(word, size) <= width or len(word) < 3:
        return [word]
    parts = ceil(width_of(word, size) / (width - 0.5 * size))
    while True:
        length = ceil(len(word) / parts)
        cut = [word[i : i + length] for i in range(0, len(word), length)]
        lines = [part if part.endswith("-") else part + "-" for part in cut[:-1]] + cut[-1:]
        if length == 1 or all(width_of(line, size) <= width for line in lines):
            return lines
        parts += 1
