"""What a form starts from: answers given before, carried over. Touches no database.

A record, and an assessment before birth, says in its form's file where an answer goes on to
(`carries_to`); an assessment goes on from the last one of the same form that was signed off. What
is carried over is the answer as it was given, word for word, and only into a place where nothing
stands yet. What was written of an unborn child goes on in a section of the child, once it is born.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assessments.answers import choices_of, fault
from assessments.definition import Audience, Definition, Kind, Purpose, Question, Section
from assessments.form_changes import Place, changes

Spot = tuple[str, int | None, str]  # section, person and question
Carry = Callable[[Any], Any]  # the answer as the new question takes it; None where it cannot

NO_FORM = "“carries_to” names the form {}, which is not there."
NO_QUESTION = "“carries_to” names {}, which the newest version of that form does not ask."
OTHER_AUDIENCE = "{} is asked of the {}, and this of the {}. Carry it to one of the same."
OTHER_KIND = "{} takes another kind of answer, or other options. Carry it to one of the same."
TWICE = "{} starts from another question of this form already. Carry one of them."


@dataclass(frozen=True)
class Held:
    """An answer that stands somewhere."""

    id: int
    section: str
    person: int | None
    question: str
    value: Any

    @property
    def spot(self) -> Spot:
        return self.section, self.person, self.question


@dataclass(frozen=True)
class Source:
    """Something answered before: its number, its day, its answers, and where each goes."""

    id: int
    on: date
    answers: tuple[Held, ...]
    ways: Mapping[Place, tuple[Place, Carry]] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """One answer that comes along: its new place, and what it was."""

    section: str
    person: int | None
    question: str
    value: Any
    held: Held
    source: Source

    @property
    def spot(self) -> Spot:
        return self.section, self.person, self.question


def carried(
    sources: Iterable[Source], asked: Collection[Spot], taken: Collection[Spot] = ()
) -> list[Carried]:
    """What comes along from `sources`, the first of them first, into what is `asked` and not
    `taken`. No place gets two answers."""
    found: dict[Spot, Carried] = {}
    for source in sources:
        for one in _from(source):
            if one.spot in asked and one.spot not in taken:
                found.setdefault(one.spot, one)
    return list(found.values())


def _from(source: Source) -> Iterator[Carried]:
    for held in source.answers:
        way = source.ways.get((held.section, held.question))
        if way is None or held.value is None:
            continue
        (section, question), carry = way
        if (value := carry(held.value)) is not None:
            yield Carried(section, held.person, question, value, held, source)


def ways_onward(before: Definition, new: Definition) -> dict[Place, tuple[Place, Carry]]:
    """Where the answers of a record, or of an assessment before birth, go in a version of a form;
    what it does not ask stays."""
    return {
        (section.key, question.key): ((there.key, asked.key), _as_it_is(asked))
        for section, question, target in _targets(before)
        if target.split(".")[0] == new.key
        for there, asked in [_asked(new, target)]
        if there and asked and not _why_not(before, section, question, there, asked, target)
    }


def ways_of_the_last(old: Definition, new: Definition) -> dict[Place, tuple[Place, Carry]]:
    """Where the answers of the assessment before go."""
    return {way.old: (way.new, way.carry) for way in changes(old, new).ways}


def faults_of_carrying(form: Definition, known: Mapping[str, Definition]) -> list[str]:
    """What is wrong with where a form's answers go on to, `known` being the newest of each."""
    faults: list[str] = []
    seen: set[tuple[str, Audience]] = set()
    for section, question, target in _targets(form):
        there, asked = _asked(known.get(target.split(".")[0]), target)
        if target.split(".")[0] not in known:
            why = NO_FORM.format(target.split(".")[0])
        elif there is None or asked is None:
            why = NO_QUESTION.format(target)
        else:
            why = _why_not(form, section, question, there, asked, target)
        why = why or (TWICE.format(target) if (target, section.audience) in seen else "")
        seen.add((target, section.audience))
        faults += [f"section {section.key}, question {question.key}: {why}"] if why else []
    return faults


def _targets(form: Definition) -> Iterator[tuple[Section, Question, str]]:
    for section in form.sections:
        for question in section.questions:
            for target in question.carries_to:
                yield section, question, target


def _asked(form: Definition | None, target: str) -> tuple[Section | None, Question | None]:
    _, section, question = target.split(".")
    there = form.section(section) if form else None
    return there, there.question(question) if there else None


def _why_not(
    form: Definition,
    section: Section,
    question: Question,
    there: Section,
    asked: Question,
    target: str,
) -> str:
    if there.audience != (expected := _audience_onward(form, section)):
        return OTHER_AUDIENCE.format(target, there.audience, expected)
    if asked.kind != question.kind or _options(asked) != _options(question):
        return OTHER_KIND.format(target)
    return ""


def _audience_onward(form: Definition, section: Section) -> Audience:
    """Of whom an answer is asked where it goes on: an unborn child will have been born."""
    if form.purpose == Purpose.UNBORN and section.audience == Audience.UNBORN:
        return Audience.CHILD
    return section.audience


def _options(question: Question) -> list[str]:
    if question.kind not in {Kind.CHOICE, Kind.CHOICES}:
        return []
    return [value for value, _ in choices_of(question)]


def _as_it_is(asked: Question) -> Carry:
    return lambda value: None if fault(asked, value) else value
