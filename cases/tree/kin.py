"""What a family tree is drawn from, as plain values."""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations


class Mark(StrEnum):
    """The genogram's marks."""

    SQUARE = "square"  # male
    CIRCLE = "circle"  # female
    DIAMOND = "diamond"  # another gender, or not known
    TRIANGLE = "triangle"  # unborn


@dataclass(frozen=True)
class Member:
    """A person in the tree.

    `home` is the number of the household within the family, 0 for somebody who lives in none
    of them or has died. `tier` is the row their relationship suggests: 0 grandparents,
    1 parents, 2 children.
    """

    id: int
    name: str
    mark: Mark
    home: int = 1
    tier: int = 1
    note: str = ""
    relationship: str = ""
    born: str = ""  # ISO date, for the order of siblings
    died: bool = False
    about: bool = False  # a child this case is about


@dataclass(frozen=True)
class Pair:
    """Two people who are or were a couple; `state` is empty where only a child says so."""

    one: int
    other: int
    state: str = ""  # together, separated, divorced

    @property
    def both(self) -> frozenset[int]:
        return frozenset((self.one, self.other))


@dataclass(frozen=True)
class Descent:
    """That a parent has a child: by birth, by adoption, as foster carer or step-parent."""

    child: int
    parent: int
    kind: str = "birth"


@dataclass(frozen=True)
class Union:
    """One or two parents and their children together. `kind` is "birth" or "other"."""

    parents: tuple[int, ...]
    children: tuple[int, ...] = ()
    kind: str = "birth"
    state: str = ""

    @property
    def key(self) -> tuple[tuple[int, ...], str]:
        return (self.parents, self.kind)


@dataclass(frozen=True)
class Kin:
    """The people of one tree and how they are related, in an order that never changes."""

    members: tuple[Member, ...]
    pairs: tuple[Pair, ...] = ()
    descents: tuple[Descent, ...] = ()
    unions: tuple[Union, ...] = field(init=False, compare=False, default=())

    def __post_init__(self) -> None:
        known = {member.id for member in self.members}
        ordered = tuple(sorted(self.members, key=lambda m: (m.born or "9999", m.id)))
        pairs = {p.both: p for p in sorted(self.pairs, key=lambda p: p.state)}
        pairs = {both: p for both, p in pairs.items() if both <= known and len(both) == 2}
        descents = {
            d for d in self.descents if {d.child, d.parent} <= known and d.child != d.parent
        }
        put = object.__setattr__
        put(self, "members", ordered)
        put(self, "pairs", tuple(sorted(pairs.values(), key=lambda p: (p.one, p.other))))
        put(self, "descents", tuple(sorted(descents, key=lambda d: (d.child, d.parent, d.kind))))
        put(self, "unions", tuple(_unions(self)))

    def person(self, id: int) -> Member:  # noqa: A002  it is the id of a person
        return next(member for member in self.members if member.id == id)


def _unions(kin: Kin) -> list[Union]:
    """Who is drawn as parents of whom, and couples without a child, in a fixed order."""
    children: dict[tuple[tuple[int, ...], str], list[int]] = {}
    states = {pair.both: pair.state for pair in kin.pairs}
    for member in kin.members:
        for parents, kind in _parents_of(kin, member.id, set(states)):
            children.setdefault((parents, kind), []).append(member.id)
    for pair in kin.pairs:
        children.setdefault((tuple(sorted(pair.both)), "birth"), [])
    return [
        Union(parents, tuple(found), kind, states.get(frozenset(parents), ""))
        for (parents, kind), found in sorted(children.items())
    ]


def _parents_of(
    kin: Kin, child: int, couples: set[frozenset[int]]
) -> list[tuple[tuple[int, ...], str]]:
    """A child's parents as drawn: two by birth, then others two by two.

    A step-parent who is a couple with a parent by birth is not drawn again: the couple's
    line and the home say it.
    """
    own = [d for d in kin.descents if d.child == child]
    birth = tuple(d.parent for d in own if d.kind == "birth")[:2]
    others = [
        d.parent
        for d in own
        if d.parent not in birth
        and not (d.kind == "step" and any(frozenset((d.parent, p)) in couples for p in birth))
    ]
    together = _first_couple(others, couples) or tuple(others[:2])
    rest = [(one,) for one in others if one not in together]
    drawn = [(birth, "birth")] if birth else []
    return drawn + [(found, "other") for found in (together, *rest) if found]


def _first_couple(people: list[int], couples: set[frozenset[int]]) -> tuple[int, ...]:
    return next((two for two in combinations(people, 2) if frozenset(two) in couples), ())
