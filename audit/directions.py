"""Words written from right to left keep to themselves: what stands beside them stays in its place.

Without that a name in Arabic or Hebrew letters turns the figures and marks next to it round:
“(7)” jumps to its other side. Unicode calls the way out an isolate (UAX 9, section 2.4.1).
"""

import re

FIRST_STRONG, END = "\u2068", "\u2069"  # what an isolate is where no element can stand

_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# What joins two such words of one name or sentence: nothing that comes in pairs, no comma of a
# list, no figure in brackets.
_JOINED = r"(?:[ \u00a0.:;!?'’/\-]|&#x27;){1,4}| [0-9]{1,4} "
WORDS = re.compile(f"[{_LETTERS}]+(?:(?:{_JOINED})[{_LETTERS}]+)*")

# Every letter above begins with one of these bytes in UTF-8.
_BEGIN = bytes([*range(0xD6, 0xE1), 0xEF, 0xF0])

_PIECES = re.compile(
    r"<(script|style|textarea)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|[^<]+|<", re.DOTALL | re.IGNORECASE
)
_TEXT_ALONE = frozenset({"title", "option", "text"})
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:[^>]*\sdir=\"(rtl|ltr|auto)\")?", re.IGNORECASE)
# Whether the first letter after an element’s beginning is one of those above.
_FIRST = re.compile(
    rf"(?:<[^>]*>|&[#\w]+;|[^<&a-z\u00c0-\u024f{_LETTERS}])*[{_LETTERS}]", re.IGNORECASE
)


def isolated(text: str) -> str:
    """Plain text, such as a letter’s, with isolates around what is written from right to left."""
    return WORDS.sub(rf"{FIRST_STRONG}\g<0>{END}", text)


def isolated_page(page: bytes) -> bytes:
    """A page or part of one in UTF-8, as `isolated_html`; untouched where it holds no such word."""
    if len(page.translate(None, _BEGIN)) == len(page):
        return page
    return isolated_html(page.decode()).encode()


def isolated_html(html: str) -> str:
    """HTML with `<bdi>` around what is written from right to left; within a title, an option or a
    drawing, which hold text alone, with the characters. What somebody types in stays as it is, and
    so do a document and a paragraph that run from right to left themselves.
    """
    if not WORDS.search(html):
        return html
    made, place = [], _Place()
    for found in _PIECES.finditer(html):
        piece = found[0]
        if piece.startswith("<"):
            place.pass_by(found)
        elif not place.turned:
            mark = rf"{FIRST_STRONG}\g<0>{END}" if place.text_alone else r"<bdi>\g<0></bdi>"
            piece = WORDS.sub(mark, piece)
        made.append(piece)
    return "".join(made)


class _Place:
    """Which way text runs at a place of a page, by the elements around it that say so."""

    def __init__(self) -> None:
        self.text_alone = False
        self._around: list[tuple[str, bool]] = []  # the element, and whether it runs that way
        self._within: list[int] = []  # of each, how many of its own kind are open, itself too

    @property
    def turned(self) -> bool:
        return bool(self._around) and self._around[-1][1]

    def pass_by(self, piece: re.Match[str]) -> None:
        tag = _TAG.match(piece[0])
        if tag is None:
            return
        closes, name, way = bool(tag[1]), tag[2].lower(), tag[3]
        if name in _TEXT_ALONE:
            self.text_alone = not closes
        if way and name != "input":
            first = way == "auto" and bool(_FIRST.match(piece.string, piece.end()))
            self._around.append((name, way == "rtl" or first))
            self._within.append(1)
        elif self._around and name == self._around[-1][0]:
            self._within[-1] += -1 if closes else 1
            if not self._within[-1]:
                self._around.pop()
                self._within.pop()
