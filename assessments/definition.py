"""What a form asks: sections and questions, as its file says. Touches no database.

A *section* is asked once of the whole family, or once of each child, unborn child or adult. A
*question* has a kind of answer, may be needed before the assessment is sent for sign-off,
and says what its answer feeds: the case's worries and strengths, needs, factors, scores.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of answer."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    SCALE = "scale"
    YES_NO = "yes_no"
    NEEDS = "needs"
    FACTORS = "factors"


class Audience(StrEnum):
    """Of whom a section is asked."""

    FAMILY = "family"
    CHILD = "child"
    UNBORN = "unborn"
    ADULT = "adult"


class Feeds(StrEnum):
    """What an answer goes on to, when the assessment is signed off."""

    WORRIES = "worries"
    STRENGTHS = "strengths"
    NEEDS = "needs"
    FACTORS = "factors"
    SCORE = "score"


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    words: str
    hint: str = ""
    was: str = ""


@dataclass(frozen=True)
class Condition:
    """Asked only where another question of the section has this answer."""

    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """One question. `required` is the sentence said while it is unanswered.

    `unless` names a question whose answer makes this one unnecessary; `prefill` the fact of the
    case it starts from; `scorer` whose reading of the scale it is; `was` the section and question
    it was in the version before (“words.own_words”), where that is not the same.
    """

    key: str
    kind: Kind
    words: str
    guidance: str = ""
    required: str = ""
    unless: str = ""
    only_if: Condition | None = None
    options: tuple[Option, ...] = ()
    feeds: str = ""
    prefill: str = ""
    scorer: str = ""
    low: str = ""
    high: str = ""
    was: str = ""


@dataclass(frozen=True)
class Section:
    """Some questions that are answered together, on one page."""

    key: str
    title: str
    audience: Audience
    purpose: str = ""
    questions: tuple[Question, ...] = ()
    was: str = ""

    def question(self, key: str) -> Question | None:
        return next((q for q in self.questions if q.key == key), None)


@dataclass(frozen=True)
class Definition:
    """One version of a form."""

    key: str
    number: int
    title: str
    effective_from: str
    about: str = ""
    sections: tuple[Section, ...] = field(default_factory=tuple)

    def section(self, key: str) -> Section | None:
        return next((s for s in self.sections if s.key == key), None)

    def feeding(self, what: Feeds) -> Iterator[tuple[Section, Question]]:
        """The questions whose answers go on to something."""
        for section in self.sections:
            for question in section.questions:
                if question.feeds == what:
                    yield section, question


def definition_of(data: Mapping[str, Any]) -> Definition:
    """The definition in a form's file, which has passed the schema."""
    return Definition(
        key=data["key"],
        number=data["number"],
        title=data["title"],
        effective_from=data["effective_from"],
        about=data.get("about", ""),
        sections=tuple(_section(row) for row in data["sections"]),
    )


def _section(row: Mapping[str, Any]) -> Section:
    return Section(
        key=row["key"],
        title=row["title"],
        audience=Audience(row["for"]),
        purpose=row.get("purpose", ""),
        questions=tuple(_question(question) for question in row["questions"]),
        was=row.get("was", ""),
    )


def _question(row: Mapping[str, Any]) -> Question:
    plain = ("key", "words", "guidance", "required", "unless", "feeds", "prefill", "scorer", "was")
    values = {name: row[name] for name in (*plain, "low", "high") if name in row}
    condition = row.get("only_if")
    return Question(
        kind=Kind(row["kind"]),
        only_if=Condition(condition["question"], condition["answer"]) if condition else None,
        options=tuple(Option(**option) for option in row.get("options", ())),
        **values,
    )


def for_person(sentence: str, name: str) -> str:
    """A sentence of a form, said of one person: "What {name} says" → "What Amara says"."""
    return sentence.replace("{name}", name)
