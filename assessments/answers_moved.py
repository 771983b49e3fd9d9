"""Where each answer of an assessment goes when its form's version changes. Touches no database.

What the version does not ask is put aside under its old version, as “v2-words”, and comes back
when the assessment does. No two answers ever get one place, and none is given up.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.form_changes import Changes, Place


@dataclass(frozen=True)
class Held:
    """An answer as it stands."""

    id: int
    section: str
    question: str
    person: int | None
    value: Any


@dataclass(frozen=True)
class Step:
    """Where an answer goes. `aside`: it is kept, and not asked."""

    held: Held
    section: str
    question: str
    value: Any
    aside: bool = False

    @property
    def is_one(self) -> bool:
        was = (self.held.section, self.held.question, self.held.value)
        return was != (self.section, self.question, self.value)


def steps(changes: Changes, answers: Iterable[Held]) -> list[Step]:
    """What happens to the answers of one assessment; those that stay as they are left out."""
    every = sorted(answers, key=lambda held: held.id)
    known = dict(_kept_aside(changes))
    going = [step for held in every if (step := _along(changes, held))]
    taken = {_spot(step.section, step.question, step.held.person) for step in going}
    taken |= {_spot(one.section, one.question, one.person) for one in every if _is_aside(one)}
    moved = {step.held.id for step in going}
    for held in every:
        if held.id in moved:
            continue
        step = _back(known, held, taken) or _aside(changes, held, taken)
        taken.add(_spot(step.section, step.question, held.person))
        going.append(step)
    return [step for step in going if step.is_one]


def in_the_way(planned: Iterable[Step]) -> list[int]:
    """Which answers of one assessment stand, until they go, where another goes."""
    every = list(planned)
    wanted = {_spot(step.section, step.question, step.held.person): step for step in every}
    return [
        step.held.id
        for step in every
        if wanted.get(_spot(step.held.section, step.held.question, step.held.person), step)
        is not step
    ]


def _along(changes: Changes, held: Held) -> Step | None:
    way = changes.way((held.section, held.question))
    if way is None:
        return None
    value = held.value if way.same else way.carry(held.value)
    if value is None and held.value is not None:
        return None
    return Step(held, *way.new, value)


def _kept_aside(changes: Changes) -> Iterator[tuple[Place, str]]:
    """Where answers of the version gone to were put aside when it was left."""
    for section in changes.new.sections:
        for question in section.questions:
            yield (aside_of(changes.new.number, section.key), question.key), section.key


def _back(known: Mapping[Place, str], held: Held, taken: set[Any]) -> Step | None:
    section = known.get((held.section, held.question))
    if section is None or _spot(section, held.question, held.person) in taken:
        return None
    return Step(held, section, held.question, held.value)


def _aside(changes: Changes, held: Held, taken: set[Any]) -> Step:
    if _is_aside(held):
        return Step(held, held.section, held.question, held.value, aside=True)
    for again in range(1, 1000):
        section = aside_of(changes.old.number, held.section, again)
        if _spot(section, held.question, held.person) not in taken:
            return Step(held, section, held.question, held.value, aside=True)
    raise AssertionError("an answer cannot have been put aside a thousand times")


def _is_aside(held: Held) -> bool:
    return put_aside_on(held.section) is not None


def aside_of(number: int, section: str, again: int = 1) -> str:
    """“v2-words”; where that is taken, “v2-2-words”. Keys of sections have no hyphen."""
    return f"v{number}-{section}" if again == 1 else f"v{number}-{again}-{section}"


def put_aside_on(section: str) -> tuple[int, str] | None:
    """The version and section an answer that was put aside was given on."""
    version, _, rest = section.partition("-")
    if not rest or not version[1:].isdecimal():
        return None
    return int(version[1:]), rest.rpartition("-")[2]


def _spot(section: str, question: str, person: int | None) -> tuple[str, str, int | None]:
    return section, question, person
