"""What a prompt is, and what it is found in."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.answers import Value
from assessments.definition import Question
from assessments.progress import Answers, Member, Page

DRAFT = 3  # sections


@dataclass(frozen=True)
class Prompt:
    """One thing that is missing, in a sentence, and where it would be written.

    `about` tells two prompts of one kind on one page apart: the kind of need, the words of a step.
    """

    kind: str
    section: str
    person: int | None
    sentence: str
    about: str = ""

    @property
    def key(self) -> tuple[str, str, int | None, str]:
        return self.kind, self.section, self.person, self.about

    @property
    def mark(self) -> str:
        """What a button sends for it: nobody’s words."""
        return hashlib.sha256(repr(self.key).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Written:
    """An assessment as far as it is written; when each adult was last spoken with at a contact;
    and how the lead and the team are called."""

    pages: Sequence[Page]
    answers: Answers
    members: Sequence[Member]
    spoken_with: Mapping[int, date] = field(default_factory=dict)
    workers: Sequence[str] = ()

    def value(self, section: str, question: str, person: int | None = None) -> Value:
        return self.answers.get((section, person, question))

    def text(self, section: str, question: str, person: int | None = None) -> str:
        value = self.value(section, question, person)
        return value if isinstance(value, str) else ""

    def page(self, section: str, person: int | None = None) -> Page | None:
        return next(
            (p for p in self.pages if p.section.key == section and p.person_id == person), None
        )

    def is_begun(self, section: str, person: int | None = None) -> bool:
        """Whether anything on a page is answered."""
        return any(
            value is not None
            for (key, who, _), value in self.answers.items()
            if (key, who) == (section, person)
        )

    def is_under_way(self) -> bool:
        """Whether more is written than a first draft holds: it leaves out what comes later."""
        return len({section for (section, _, _), value in self.answers.items() if value}) > DRAFT

    def everything(self) -> str:
        """Every word that is written."""
        return "\n".join(_words(self.answers))

    def asked(self) -> Iterator[tuple[Page, Question, Value]]:
        for page in self.pages:
            for question in page.asked_now(self.answers):
                yield page, question, page.value(self.answers, question.key)


def _words(answers: Mapping[Any, Value]) -> Iterator[str]:
    for value in answers.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from (str(words) for words in value.values())
