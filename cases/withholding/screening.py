"""The last wall: nothing goes out to somebody with the words of what is withheld from them.

Row security leaves withheld rows out; what other text says of them is held back here, whole,
until somebody of the council has looked at it. Touches no database.
"""

import html
import json
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from cases.withholding.words import Finder

HELD_BACK = "[Not shown here. Ask the council’s lead if you need it.]"
INLINE = frozenset(
    {"a", "abbr", "b", "br", "em", "i", "p", "q", "small", "span", "strong", "sub", "sup", "time"}
)
_PARAGRAPHS = re.compile(r"(?:\r?\n){2,}")
_SKIPPED = frozenset({"script", "style"})
_KEPT_ATTRIBUTES = frozenset({"href", "src", "class", "id", "name", "for", "d", "action", "type"})


def screen_html(page: str, finder: Finder, theirs: Iterable[str] = ()) -> str:
    """The page with every text and attribute that tells of a withheld item held back.

    `theirs`: what the reader typed or wrote; to hold a guess of theirs back would confirm it.
    """
    screen = _Screen(finder, theirs)
    screen.feed(page)
    screen.close()
    return screen.result()


def screen_json(text: str, finder: Finder) -> str:
    return json.dumps(_screened(json.loads(text), finder), ensure_ascii=False)


def screen_text(text: str, finder: Finder) -> str:
    """Line by line, for CSV and plain text."""
    lines = text.splitlines(keepends=True)
    return "".join(_line(line) if finder.holds(line) else line for line in lines)


def _line(line: str) -> str:
    return HELD_BACK + line[len(line.rstrip("\r\n")) :]


def _screened(value: Any, finder: Finder) -> Any:
    if isinstance(value, dict):
        return {key: _screened(each, finder) for key, each in value.items()}
    if isinstance(value, list):
        return [_screened(each, finder) for each in value]
    return HELD_BACK if isinstance(value, str) and finder.holds(value) else value


def _spaced(text: str) -> str:
    return " ".join(text.split())


class _Screen(HTMLParser):
    """Copies a page. Texts with only inline tags between them are judged together, so that a
    line break or a bold word does not hide a match."""

    def __init__(self, finder: Finder, theirs: Iterable[str]) -> None:
        super().__init__(convert_charrefs=False)
        self._finder = finder
        self._theirs = {
            _spaced(part) for text in theirs for part in (text, *_PARAGRAPHS.split(text))
        }
        self._out: list[str] = []
        self._run: list[tuple[bool, str]] = []  # is it text, and how it was written
        self._skipping = ""

    def result(self) -> str:
        self._end_run()
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, self._start(attrs))
        if tag in _SKIPPED:
            self._skipping = tag
        if tag == "option" and not any(name == "selected" for name, _ in attrs):
            self._skipping = tag  # a list to choose from would tell by what is missing

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, self._start(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._skipping = ""
        self._tag(tag, f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._run.append((not self._skipping, data))

    def handle_entityref(self, name: str) -> None:
        self._run.append((True, f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._run.append((True, f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        self._tag("", f"<!--{data}-->" if not self._finder.holds(data) else "")

    def handle_decl(self, decl: str) -> None:
        self._tag("", f"<!{decl}>")

    def _start(self, attrs: list[tuple[str, str | None]]) -> str:
        written = self.get_starttag_text() or ""
        held = '"' + html.escape(HELD_BACK) + '"'
        for name, value in attrs:
            if value and name not in _KEPT_ATTRIBUTES and self._tells(value):
                pattern = rf"({re.escape(name)}\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>]+)"
                written = re.sub(pattern, lambda found: f"{found[1]}{held}", written, count=1)
        return written

    def _tag(self, tag: str, written: str) -> None:
        if tag in INLINE:
            self._run.append((False, written))
            return
        self._end_run()
        self._out.append(written)

    def _end_run(self) -> None:
        paragraphs = self._paragraphs()
        others = [each for each in paragraphs if _spaced(_said(each, " ")) not in self._theirs]
        if any(
            self._tells(between.join(_said(each, between) for each in others))
            for between in (" ", "")
        ):
            self._hold_back(paragraphs, others)
        else:
            self._out += [written for _, written in self._run]
        self._run = []

    def _tells(self, text: str) -> bool:
        return self._finder.holds(text) and _spaced(text) not in self._theirs

    def _paragraphs(self) -> list[list[tuple[bool, str]]]:
        """The run cut at its paragraphs; each begins with the tag that opens or ends it."""
        paragraphs: list[list[tuple[bool, str]]] = [[]]
        for is_text, written in self._run:
            if not is_text and re.match(r"</?p\b", written):
                paragraphs.append([])
            paragraphs[-1].append((is_text, written))
        return paragraphs

    def _hold_back(self, paragraphs: list[Any], others: list[Any]) -> None:
        """One sentence in place of all the words that are not the reader's own."""
        sentence = html.escape(HELD_BACK)
        for paragraph in paragraphs:
            own = paragraph not in others
            for is_text, written in paragraph:
                if own or not is_text:
                    self._out.append(written)
                else:
                    self._out.append(sentence)
                    sentence = ""


def _said(paragraph: list[tuple[bool, str]], between: str) -> str:
    """The words of a paragraph, with `between` where a tag stands."""
    return "".join(html.unescape(written) if is_text else between for is_text, written in paragraph)
