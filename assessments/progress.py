"""How far an assessment is: its pages, what is answered on each, what is still missing.

Touches no database. A page is one section, for the whole family or for one person: so every
child and every adult stands in the list, and a missing one shows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from assessments.answers import Value, chosen, is_whole, lies_ahead
from assessments.definition import Audience, Definition, Question, Section, for_person
from audit.days import in_words

# What was answered: by section, person (None: the family) and question.
Answers = Mapping[tuple[str, int | None, str], Value]


BEFORE = {
    Audience.UNBORN: "before the birth",
    Audience.CHILD: "recorded as a child before",
    Audience.ADULT: "recorded as an adult before",
}


NOT_YET = "“{asked}” has a day that has not come yet. Enter today or a day before."


class State(StrEnum):
    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETE = "Complete"


@dataclass(frozen=True)
class Member:
    """A person of the family, as far as an assessment needs to know them.

    `called` is the name that questions use: the first name, where nobody else has it. `before`:
    what else they were when something was written of them here, as an unborn child since born.
    """

    id: int
    name: str
    kind: str
    called: str
    age: int | None = None
    relationship: str = ""
    expected_on: date | None = None
    before: frozenset[Audience] = frozenset()

    @property
    def audience(self) -> Audience:
        return Audience(self.kind)

    @property
    def note(self) -> str:
        """ "7, child", "unborn, due 3 May 2027", "mother"."""
        if self.audience == Audience.UNBORN:
            return f"unborn, due {self.due}" if self.expected_on else "unborn"
        if self.audience == Audience.ADULT or self.age is None:
            return self.relationship.lower()
        words = [str(self.age) if self.age else "under 1"]
        return ", ".join([*words, self.relationship.lower()]).strip(", ")

    @property
    def due(self) -> str:
        """The day a birth is expected, as the person’s record says."""
        day = self.expected_on
        return in_words(day) if day else "on a day that is not recorded yet"


@dataclass(frozen=True)
class Missing:
    """An answer that is needed before sign-off, and the sentence that asks for it."""

    page: "Page"
    question: Question
    sentence: str


@dataclass(frozen=True)
class Page:
    """One section, asked of the whole family or of one person."""

    section: Section
    member: Member | None = None

    @property
    def is_past(self) -> bool:
        """Asked of somebody who is another now: what is written stays, and nothing is needed."""
        return self.member is not None and self.member.audience != self.section.audience

    @property
    def person_id(self) -> int | None:
        return self.member.id if self.member else None

    @property
    def title(self) -> str:
        return self._of(self.section.title)

    @property
    def short_title(self) -> str:
        """The title where the person's name stands above it already."""
        title = self.section.title.removeprefix("{name}: ")
        return self._of(title[:1].upper() + title[1:])

    @property
    def purpose(self) -> str:
        return self.say(self.section.purpose)

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.section.questions

    def say(self, sentence: str) -> str:
        """A sentence of the form, with the name the person is called by."""
        if self.member is None:
            return sentence
        return for_person(sentence, self.member.called).replace("{due}", self.member.due)

    def _of(self, title: str) -> str:
        return for_person(title, self.member.name) if self.member else title

    def value(self, answers: Answers, key: str) -> Value:
        return answers.get((self.section.key, self.person_id, key))

    def asked_now(self, answers: Answers) -> list[Question]:
        """The questions asked, given the answers that open others."""
        return [question for question in self.questions if self._is_open(question, answers)]

    def missing(self, answers: Answers) -> list[Missing]:
        if self.is_past:
            return []
        return [
            Missing(self, question, sentence)
            for question in self.asked_now(answers)
            if (sentence := self._wanted(question, answers))
        ]

    def state(self, answers: Answers) -> State:
        answered = [q for q in self.questions if self.value(answers, q.key) is not None]
        if not answered:
            return State.NOT_STARTED
        return State.IN_PROGRESS if self.missing(answers) else State.COMPLETE

    def _wanted(self, question: Question, answers: Answers) -> str:
        """What is to be said before sign-off: an answer that is needed, or a day that has come."""
        if lies_ahead(question, self.value(answers, question.key)):
            return NOT_YET.format(asked=self.say(question.words))
        needed = question.required and not self._satisfied(question, answers)
        return self.say(question.required) if needed else ""

    def _is_open(self, question: Question, answers: Answers) -> bool:
        condition = question.only_if
        return (
            condition is None or chosen(self.value(answers, condition.question)) == condition.answer
        )

    def _satisfied(self, question: Question, answers: Answers) -> bool:
        instead = self.section.question(question.unless)
        return is_whole(question, self.value(answers, question.key)) or bool(
            instead and is_whole(instead, self.value(answers, instead.key))
        )


@dataclass(frozen=True)
class Group:
    """Pages that stand together in the list: those of the family, or of one person."""

    title: str
    note: str
    pages: tuple[Page, ...]
    person_id: int | None = None


def groups(definition: Definition, members: Sequence[Member]) -> list[Group]:
    """The list of pages in the form's order, each person's sections together."""
    found: list[Group] = []
    for audience, sections in _runs(definition.sections):
        if audience == Audience.FAMILY:
            title = "Bringing it together" if found else "The whole family"
            found.append(Group(title, "", tuple(Page(section) for section in sections)))
            continue
        for member in members:
            own = tuple(Page(section, member) for section in sections)
            if member.audience == audience:
                found.append(Group(member.name, member.note, own, member.id))
            elif audience in member.before:
                found.append(Group(member.name, BEFORE[audience], own, member.id))
    return found


def as_written(
    definition: Definition,
    members: Sequence[Member],
    places: Collection[tuple[str, int | None]],
    *,
    is_over: bool,
) -> list[Member]:
    """The people as an assessment has them, by the sections in which something stands of them:
    `places`. An unborn child who was born since keeps what was written; in an assessment that
    is over they are what they were then, if nothing was written of them since.
    """
    audiences = {section.key: section.audience for section in definition.sections}
    known: dict[int | None, set[Audience]] = {}
    for section, person in places:
        if section in audiences:  # what is put aside of another version is shown by itself
            known.setdefault(person, set()).add(audiences[section])
    return [_as_written(member, known.get(member.id, set()), is_over) for member in members]


def _as_written(member: Member, audiences: set[Audience], is_over: bool) -> Member:
    others = frozenset(audiences - {member.audience})
    if not others:
        return member
    if is_over and member.audience not in audiences and len(others) == 1:
        (then,) = others
        return replace(member, kind=then.value)
    return replace(member, before=others)


def pages(definition: Definition, members: Sequence[Member]) -> list[Page]:
    return [page for group in groups(definition, members) for page in group.pages]


def missing(all_pages: Iterable[Page], answers: Answers) -> list[Missing]:
    return [found for page in all_pages for found in page.missing(answers)]


def _runs(sections: Iterable[Section]) -> list[tuple[Audience, list[Section]]]:
    runs: list[tuple[Audience, list[Section]]] = []
    for section in sections:
        if not runs or runs[-1][0] != section.audience:
            runs.append((section.audience, []))
        runs[-1][1].append(section)
    return runs
