"""Hostile input: what is typed by people who wish the product ill, or whose keyboards do."""

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import urlencode

MARK = "<script>fz("  # stands nowhere in the product; in a page it means something was not escaped

VALUES: list[str] = [
    "'; DROP TABLE cases_case; --",
    "1 OR 1=1",
    "{{ 7*7 }}{% load i18n %}{% debug %}${7*7}",
    f'"><{MARK[1:]}1)</script>',
    f"javascript:/*--></title></textarea>{MARK}1)//",
    "../../../../etc/passwd",
    "a\r\nSet-Cookie: fz=1\r\n\r\n<html>",
    "a\x00b",
    "\ud800\udfff\ud83d",  # half a sign, twice
    "\u202eevil\u2066\ufeff",
    "Z\u0351\u036b\u0343" * 50,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 40,
    "A" * 120_000,
    "-1",
    "0",
    "99999999999999999999999999",
    "1e309",
    "NaN",
    "²",
    "٣",
    "0001-01-01",
    "9999-12-31",
    "31",
    "[]",
    '{"a": {"$gt": ""}}',
    "null",
    "=cmd|' /C calc'!A0",
    " \t\u00a0\u2003",
    "",
]

Pairs = list[tuple[str, str]]


def body(pairs: Sequence[tuple[str, str]]) -> bytes:
    """As a browser would send it, and some that no browser would."""
    return urlencode(pairs, errors="surrogatepass").encode("ascii")


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: where to, and what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Pairs]] = []
        self._open: Pairs | None = None
        self._select = self._area = ""
        self._ticked: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._open = []
            self.found.append((said.get("action", ""), self._open))
        elif self._open is not None and said.get("name"):
            self._field(tag, said, self._open)
        elif tag == "option" and self._select and said.get("value") and self._open is not None:
            self._open.append((self._select, said["value"]))
            self._select = ""

    def _field(self, tag: str, said: dict[str, str], pairs: Pairs) -> None:
        name, kind = said["name"], said.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            pairs.append((name, "Some words"))
        elif tag == "input" and kind in {"radio", "checkbox"}:
            if kind == "checkbox" or name not in self._ticked:
                pairs.append((name, said.get("value", "on")))
            self._ticked.add(name)
        elif tag == "input" and kind != "file":
            pairs.append((name, said.get("value") or _plausible(name)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open, self._ticked = None, set()
        elif tag == "select":
            self._select = ""


def _plausible(name: str) -> str:
    parts = {"day": "3", "month": "4", "year": "2026"}
    return parts.get(name.rpartition("_")[2], "Some words")


def forms_of(page: str) -> list[tuple[str, Pairs]]:
    found = Forms()
    found.feed(page)
    return [(action, pairs) for action, pairs in found.found if pairs]


def attacks(pairs: Pairs, seed: int, per_field: int) -> Iterator[tuple[Pairs, int]]:
    """The form with one answer hostile at a time, then with all of them; and how many are."""
    names = [name for name, _ in pairs]
    for place, name in enumerate(dict.fromkeys(names)):
        for turn in range(per_field):
            value = VALUES[(seed * 7 + place * 11 + turn * 5) % len(VALUES)]
            yield [(key, value if key == name else typed) for key, typed in pairs], 1
        yield [*pairs, (name, "second"), (f"{name}[]", "x"), (f"{name}[$ne]", "1")], 3
        yield [(key, typed) for key, typed in pairs if key != name], 1
    for turn in range(len(VALUES)):
        value = VALUES[(seed + turn) % len(VALUES)]
        kept = {"csrfmiddlewaretoken", "one_time_key"} if turn % 3 else set()
        yield [(key, typed if key in kept else value) for key, typed in pairs], len(pairs)
