"""Finding in what was written what would give somebody else away.

Words are looked for without regard to case, accents or how a number or a date is spaced. A mark
is a proposal: a person reads every item and decides.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reporting.documents.subject_access.finding import Fact

PHONE = re.compile(r"(?<![\w+])(?:\+44\s?|0)(?:[\s().-]?\d){9,10}(?!\w)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b")
ANYWHERE = ((PHONE, "telephone"), (EMAIL, "e-mail address"), (POSTCODE, "postcode"))
TITLES = {
    "name": "name",
    "day": "date of birth",
    "number": "number",
    "address": "address",
    "safe address": "safe address",
    "way": "way to reach them",
}
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
SHORTEST = 2  # letters of a name that is looked for


@dataclass(frozen=True, order=True)
class Mark:
    """A stretch of a text, what it is, and whose."""

    start: int
    end: int
    what: str
    whose: str


class Marker:
    """Knows everybody who must not be given away to one person."""

    def __init__(self, facts: Iterable[Fact], more: Iterable[str] = ()) -> None:
        self._facts = list(facts)
        self._more = [words for words in more if words.strip()]
        self._own = {
            squeezed(fact.words) for fact in self._facts if fact.what.startswith("own ")
        } - {squeezed(fact.words) for fact in self._facts if fact.what == "safe address"}
        self._own_surnames = {plain(fact.words) for fact in self._facts if fact.what == "own name"}

    def marks(self, text: str) -> list[Mark]:
        """What is marked in a text, in order, overlapping stretches as one."""
        there = plain(text)
        found = [
            Mark(hit.start(), hit.end(), *self._meaning[hit.lastgroup or ""])
            for hit in self._pattern.finditer(there)
        ]
        for pattern, what in ANYWHERE:
            found += [
                Mark(hit.start(), hit.end(), what, "somebody")
                for hit in pattern.finditer(there)
                if squeezed(hit.group()) not in self._own
            ]
        return _joined(found)

    @cached_property
    def _wanted(self) -> list[tuple[str, str, str]]:
        """Pattern, what, whose: the longest first, so that a full name is one mark."""
        wanted = []
        for fact in self._facts:
            if fact.what.startswith("own ") or squeezed(fact.words) in self._own:
                continue
            title = TITLES[fact.what]
            wanted += [(pattern, title, fact.whose.strip()) for pattern in self._patterns(fact)]
        wanted += [(_spaced(words), "marked by the reviewer", "somebody") for words in self._more]
        return sorted(wanted, key=lambda one: (-len(one[0]), one))

    def _patterns(self, fact: Fact) -> list[str]:
        if fact.what == "day":
            return _ways_to_write(date.fromisoformat(fact.words))
        if fact.what in {"number", "way"} and any(letter.isdigit() for letter in fact.words):
            return [r"[\s().-]?".join(map(re.escape, squeezed(fact.words)))]
        if fact.what == "name":
            parts = [fact.words, *re.split(r"[\s-]+", fact.words)]
            kept = {part for part in map(plain, parts) if len(part) >= SHORTEST}
            return [_spaced(part) for part in kept - self._own_surnames]
        return [_spaced(fact.words)]

    @cached_property
    def _named(self) -> dict[str, tuple[str, str, str]]:
        return {f"m{number}": one for number, one in enumerate(self._wanted)}

    @cached_property
    def _meaning(self) -> dict[str, tuple[str, str]]:
        return {name: (what, whose) for name, (_, what, whose) in self._named.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [f"(?P<{name}>{pattern})" for name, (pattern, _, _) in self._named.items()]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)" if parts else r"(?!)")


def plain(text: str) -> str:
    """Lower case without accents, letter for letter: as long as the text itself."""
    return "".join(_letter(letter) for letter in text)


def squeezed(text: str) -> str:
    """Letters and digits alone, a telephone number as it is dialled here."""
    kept = "".join(letter for letter in plain(text) if letter.isalnum())
    return f"0{kept[2:]}" if kept.startswith("44") and kept.isdigit() and len(kept) == 12 else kept


def _letter(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[:1].lower()
    return {"’": "'", "ł": "l", "ø": "o", "đ": "d"}.get(base, base if len(base) == 1 else letter)


def _spaced(words: str) -> str:
    """The words however they are parted: by spaces, commas, a hyphen or a new line."""
    parts = [re.escape(part) for part in re.split(r"[\s,-]+", plain(words)) if part]
    return r"[\s,-]+".join(parts)


def _ways_to_write(day: date) -> list[str]:
    month = MONTHS[day.month - 1]
    numbers = rf"0?{day.day}[/.\-\s]0?{day.month}[/.\-\s](?:{day.year}|{day:%y})"
    nth, name = rf"0?{day.day}(?:st|nd|rd|th)?", rf"{month[:3]}(?:{month[3:]})?"
    words = rf"{nth}\s(?:of\s)?{name},?\s(?:{day.year}|{day:%y})"
    turned = rf"{name}\s{nth},?\s{day.year}"
    return [f"{day:%Y-%m-%d}", numbers, words, turned]


def _joined(marks: list[Mark]) -> list[Mark]:
    found: list[Mark] = []
    for mark in sorted(marks):
        last = found[-1] if found else None
        if last and mark.start < last.end:
            whose = (
                last.whose
                if mark.whose in {"somebody", last.whose}
                else f"{last.whose}, {mark.whose}"
            )
            found[-1] = Mark(last.start, max(last.end, mark.end), last.what, whose)
        else:
            found.append(mark)
    return found
