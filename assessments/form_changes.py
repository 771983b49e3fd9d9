"""What became of each question between two versions of a form. Touches no database.

A question is the same in both where section and key are, or where the later version says what it
`was`. An answer goes along where the kinds of answer allow; where they do not, it is put aside
and stays readable. The same is asked the other way round to take a move back.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from assessments.answers import choices_of, fault
from assessments.definition import Definition, Kind, Question, Section

Place = tuple[str, str]  # section and question

# Kinds of answer that may become another; any may stay what it is.
BECOMES = {(Kind.TEXT, Kind.LONG), (Kind.LONG, Kind.TEXT)}
WITH_OPTIONS = frozenset({Kind.CHOICE, Kind.CHOICES})


@dataclass(frozen=True)
class Way:
    """Where the answers to a question go, and as what its options are kept there."""

    old: Place
    new: Place
    question: Question
    options: Mapping[str, str] = field(default_factory=dict)
    same: bool = True  # the same kind of answer, and the same options

    @property
    def stays(self) -> bool:
        """Whether every answer is left exactly as it is."""
        return self.same and self.old == self.new

    def carry(self, value: Any) -> Any:
        """The answer as the new question takes it; None where it cannot."""
        if value is None or fault(self.question, taken := self._renamed(value)):
            return None
        return taken

    def _renamed(self, value: Any) -> Any:
        if self.question.kind not in WITH_OPTIONS:
            return value
        if isinstance(value, list):
            return [self.options.get(item, "") for item in value]
        return self.options.get(value, "")


@dataclass(frozen=True)
class Lost:
    """A question whose answers do not go along, and the sentence that says why."""

    section: Section
    question: Question
    why: str

    @property
    def place(self) -> Place:
        return self.section.key, self.question.key


@dataclass(frozen=True)
class Changes:
    """Everything that differs between two versions, as far as answers are concerned."""

    old: Definition
    new: Definition
    ways: tuple[Way, ...]
    lost: tuple[Lost, ...]
    added: tuple[tuple[Section, Question], ...]

    def way(self, place: Place) -> Way | None:
        return self._by_place.get(place)

    @cached_property
    def _by_place(self) -> dict[Place, Way]:
        return {way.old: way for way in self.ways}


def changes(old: Definition, new: Definition) -> Changes:
    """What becomes of the questions of `old` in `new`; `new` may be the earlier of the two."""
    met = dict(_met(old, new))
    ways, lost = [], []
    for section, question in _questions(old):
        found = met.get((section.key, question.key))
        why = _why_not(section, question, found) if found else "The question is not asked any more."
        if found is None or why:
            lost.append(Lost(section, question, why))
        else:
            ways.append(_way(section, question, *found))
    reached = {way.new for way in ways}
    added = [(s, q) for s, q in _questions(new) if (s.key, q.key) not in reached]
    return Changes(old, new, tuple(ways), tuple(lost), tuple(added))


def _met(old: Definition, new: Definition) -> Iterator[tuple[Place, tuple[Section, Question]]]:
    """Each place of the old version with the question of the new that it is the same as."""
    later, earlier = (new, old) if new.number >= old.number else (old, new)
    pairs = dict(_pairs(earlier, later))  # later place to earlier place
    if later is not new:
        pairs = {there: here for here, there in pairs.items()}
    for section, question in _questions(new):
        if (place := pairs.get((section.key, question.key))) is not None:
            yield place, (section, question)


def _pairs(earlier: Definition, later: Definition) -> Iterator[tuple[Place, Place]]:
    """Each place of the later version with the one it was; nothing was two questions at once."""
    known = {(section.key, question.key) for section, question in _questions(earlier)}
    named = [(s, q) for s, q in _questions(later) if q.was]
    taken: set[Place] = set()
    for section, question in [*named, *((s, q) for s, q in _questions(later) if not q.was)]:
        was = _was(section, question)
        if was in known and was not in taken:
            taken.add(was)
            yield (section.key, question.key), was


def _was(section: Section, question: Question) -> Place:
    if question.was:
        before, _, key = question.was.partition(".")
        return before, key
    return section.was or section.key, question.key


def _why_not(section: Section, question: Question, found: tuple[Section, Question]) -> str:
    there, asked = found
    if there.audience != section.audience:
        return f"It is now asked of the {there.audience}, not of the {section.audience}."
    if asked.kind != question.kind and (question.kind, asked.kind) not in BECOMES:
        return "Another kind of answer is asked for now."
    return ""


def _way(section: Section, question: Question, there: Section, asked: Question) -> Way:
    options = _options(question, asked) if asked.kind in WITH_OPTIONS else {}
    before = dict(choices_of(question)) if options or asked.kind in WITH_OPTIONS else {}
    return Way(
        (section.key, question.key),
        (there.key, asked.key),
        asked,
        options,
        same=question.kind == asked.kind and options == {value: value for value in before},
    )


def _options(old: Question, new: Question) -> dict[str, str]:
    """What each option is called now, either way round; those that are gone are left out."""
    there = dict(choices_of(new))
    renamed = {option.was: option.value for option in new.options if option.was}
    back = {option.value: option.was for option in old.options if option.was in there}
    found = {value: renamed.get(value, back.get(value, value)) for value in dict(choices_of(old))}
    return {value: name for value, name in found.items() if name in there}


def sections_now(found: Changes) -> dict[str, str]:
    """What each section of the old version is called in the new, where it is called otherwise: the
    section in which most of its questions are asked, and itself where that is one of them."""
    goes: dict[str, Counter[str]] = {}
    for way in found.ways:
        goes.setdefault(way.old[0], Counter())[way.new[0]] += 1
    became = {
        old: max(there, key=lambda key: (there[key], key == old)) for old, there in goes.items()
    }
    return {old: new for old, new in became.items() if old != new}


def _questions(definition: Definition) -> Iterator[tuple[Section, Question]]:
    for section in definition.sections:
        for question in section.questions:
            yield section, question
