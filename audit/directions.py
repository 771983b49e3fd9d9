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
    r"<(script|style|textarea)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL | re.IGNORECASE
)
_TEXT_ALONE = re.compile(r"<(/?)(?:title|option|text)\b", re.IGNORECASE)
_TURNED = re.compile(r"<html\b[^>]*\bdir=\"rtl\"", re.IGNORECASE)


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
    drawing, which hold text alone, with the characters. What somebody types in, and a document
    that itself runs from right to left, stays as it is.
    """
    if not WORDS.search(html) or _TURNED.search(html):
        return html
    made, text_alone = [], False
    for piece in (found[0] for found in _PIECES.finditer(html)):
        if not piece.startswith("<"):
            made.append(isolated(piece) if text_alone else WORDS.sub(r"<bdi>\g<0></bdi>", piece))
            continue
        if tag := _TEXT_ALONE.match(piece):
            text_alone = not tag[1]
        made.append(piece)
    return "".join(made)
