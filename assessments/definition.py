"""What a form asks: sections and questions, as its file says. Touches no database.

A *section* is asked once of the whole family, or once of each child, unborn child or adult. A
*question* has a kind of answer, may be needed before the assessment is sent for sign-off,
and says what its answer feeds: the case's worries and strengths, needs, factors, scores.

What a form is for is its *purpose*. An assessment, also one before birth, goes the way of the
case: it is sent for sign-off and stops the clock. A *record*, of a conversation or of a young
person's own, is finished by whoever writes it, and moves neither stage nor clock.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Purpose(StrEnum):
    """What a form is for."""

    ASSESSMENT = "assessment"
    UNBORN = "unborn"
    CONVERSATION = "conversation"
    YOUNG_PERSON = "young_person"


PAST = re.compile(r"When (did|was|were|have|has|had)\b")
ASSESSMENTS = (Purpose.ASSESSMENT, Purpose.UNBORN)  # the others are records


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
    PARENTS = "parents"  # whether parents and carers may know, as soon as a record is finished


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
    it was in the version before (“words.own_words”), where that is not the same. `carries_to`
    names the form, section and question each of whose answers starts from this one's.
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
    carries_to: tuple[str, ...] = ()

    @property
    def is_about_the_past(self) -> bool:
        """It asks for the day of what has happened, as its words say: “When did you talk?” So it
        holds for every form, also one published long ago."""
        return self.kind == Kind.DATE and bool(PAST.match(self.words))


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
    purpose: Purpose = Purpose.ASSESSMENT
    sections: tuple[Section, ...] = field(default_factory=tuple)

    @property
    def is_record(self) -> bool:
        return self.purpose not in ASSESSMENTS

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
        purpose=Purpose(data.get("purpose", Purpose.ASSESSMENT)),
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
        carries_to=tuple(row.get("carries_to", ())),
        **values,
    )


def for_person(sentence: str, name: str) -> str:
    """A sentence of a form, said of one person: "What {name} says" → "What Amara says"."""
    return sentence.replace("{name}", name)
