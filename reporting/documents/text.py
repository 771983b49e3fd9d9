"""What an author types, as paragraphs and lists: an empty line parts, a dash begins a point."""

from collections.abc import Sequence
from dataclasses import dataclass

BULLETS = ("- ", "• ", "* ", "– ")


@dataclass(frozen=True)
class Part:
    """A paragraph, or the points of a list."""

    text: str = ""
    items: Sequence[str] = ()


def parts_of(text: str) -> list[Part]:
    found: list[Part] = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        found += _parts(block)
    return found


def _parts(block: str) -> list[Part]:
    found: list[Part] = []
    words: list[str] = []
    points: list[str] = []

    def close() -> None:
        if words:
            found.append(Part(text=" ".join(words)))
        if points:
            found.append(Part(items=tuple(points)))
        words.clear()
        points.clear()

    for line in filter(None, map(str.strip, block.splitlines())):
        is_point = line.startswith(BULLETS)
        if is_point != bool(points) and (words or points):
            close()
        (points if is_point else words).append(line[2:].strip() if is_point else line)
    close()
    return found
