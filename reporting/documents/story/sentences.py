"""A sentence of the story, and the record it comes from. Touches no database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from audit.days import in_words
from cases.models import Person
from cases.queries.rows import built

Row = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """One record: its kind (as "cases.need"), its number, how it is called, and its page."""

    kind: str
    row: int
    title: str
    url: str

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.row


@dataclass(frozen=True)
class Sentence:
    """One sentence. `words` are the product's own and say no more than that something is
    recorded; what somebody wrote or said stands in `quote`, as theirs."""

    words: str
    record: Record
    source: str
    on: date | None = None
    quote: str = ""
    statements: tuple[tuple[str, str], ...] = ()  # what people say who dispute the record

    @property
    def length(self) -> int:
        beside = " ".join(words for pair in self.statements for words in pair)
        return len(f"{self.words} {self.quote} {beside}".split())


@dataclass(frozen=True)
class Nothing:
    """That something is not recorded yet, and where it is written."""

    words: str
    where: str
    url: str


@dataclass(frozen=True)
class Part:
    """One of the five parts: what is recorded, and apart from it the family's own words."""

    key: str
    title: str
    told: tuple[Sentence, ...] = ()
    own: tuple[Sentence, ...] = ()
    nothing: tuple[Nothing, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return (*self.told, *self.own)

    def each(self, change: Callable[[Sentence], Sentence]) -> "Part":
        """The same part with every sentence changed."""
        return replace(self, told=tuple(map(change, self.told)), own=tuple(map(change, self.own)))


def clipped(text: str, most: int) -> str:
    """The first words of a text, where one can to the end of a sentence, and that it goes on."""
    words = text.split()
    if len(words) <= most:
        return " ".join(words)
    ends = [at for at, word in enumerate(words[:most], 1) if word.rstrip('”’"')[-1:] in {*".!?"}]
    return f"{' '.join(words[: ends[-1] if ends and ends[-1] >= most // 3 else most])} …"


def day(text: str | None) -> date | None:
    """The day of a date or a moment as the database writes it into JSON."""
    if not text:
        return None
    if len(text) == 10:
        return date.fromisoformat(text)
    return timezone.localdate(datetime.fromisoformat(text))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def said(on: date | None) -> str:
    """“3 March 2026”."""
    return in_words(on) if on else ""


def called(person: Row) -> str:
    """What the person of a row is called in the family; empty where the row is about all."""
    if not person["id"]:
        return ""
    found = built(Person, person)
    return found.known_as or found.given_name or found.name


def has_died(person: Row, by: date) -> bool:
    """Whether the person of a row had died by a day, or was lost before birth."""
    died = day(person["died_on"]) if person["id"] else None
    return bool(died and died <= by)


def listed(names: Iterable[str]) -> str:
    """“Amara, Tunde and Bo”."""
    found = list(names)
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def sources(*names: str | None) -> str:
    """“Pat Practitioner, Wolvermere Council”: of whom and from where, as far as it is recorded."""
    return ", ".join(name for name in names if name)


def quoted(rows: Iterable[Row], field: str) -> Iterator[Row]:
    """The rows in which somebody wrote something there."""
    return (row for row in rows if str(row[field] or "").strip())
