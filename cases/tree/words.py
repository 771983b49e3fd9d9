"""The family tree in words: the list that stands beside the drawing."""

from dataclasses import dataclass
from itertools import combinations

from cases.tree.kin import Kin, Member

STATES = {
    "together": "are a couple",
    "separated": "are separated",
    "divorced": "are divorced",
}
PARENT_OF = {"birth": "", "adoptive": " (adoptive)", "foster": " (foster carer)", "step": " (step)"}


@dataclass(frozen=True)
class Line:
    """A person, and what the drawing says about them."""

    id: int
    name: str
    note: str
    words: str


@dataclass(frozen=True)
class Group:
    """The people of one home, or those in none."""

    title: str
    people: list[Line]


def groups(kin: Kin) -> list[Group]:
    """Everybody by home, those outside last, in the order of the drawing's rows."""
    homes: dict[int, list[Line]] = {}
    for member in sorted(kin.members, key=lambda m: (m.tier, m.born or "9999", m.id)):
        home = 0 if member.died else member.home
        homes.setdefault(home, []).append(
            Line(member.id, member.name, member.note, _words(kin, member))
        )
    return [
        Group(f"Home {home}" if home else "In neither home" if _homes(kin) == 2 else "Elsewhere", p)
        for home, p in sorted(homes.items(), key=lambda item: item[0] or 999)
    ]


def couples(kin: Kin) -> list[str]:
    """A sentence for each couple whose state is recorded."""
    return [
        f"{kin.person(pair.one).name} and {kin.person(pair.other).name} {STATES[pair.state]}"
        for pair in kin.pairs
        if pair.state in STATES
    ]


def half_siblings(kin: Kin) -> list[str]:
    """A sentence for each two who have one parent by birth in common, and another each."""
    parents: dict[int, set[int]] = {}
    for descent in kin.descents:
        if descent.kind == "birth":
            parents.setdefault(descent.child, set()).add(descent.parent)
    found = []
    for one, other in combinations((m for m in kin.members if m.id in parents), 2):
        mine, theirs = parents[one.id], parents[other.id]
        if len(mine & theirs) == 1 and mine - theirs and theirs - mine:
            shared = kin.person(min(mine & theirs)).name
            found.append(f"{one.name} and {other.name} are half-siblings: both have {shared}")
    return found


def description(kin: Kin) -> str:
    """One sentence for those who cannot see the drawing."""
    people = "1 person" if len(kin.members) == 1 else f"{len(kin.members)} people"
    homes = "1 home" if _homes(kin) == 1 else f"{_homes(kin)} homes"
    return f"{people} in {homes}. The list that follows says the same in words."


def _words(kin: Kin, member: Member) -> str:
    parts = [member.relationship.lower()] if member.relationship else []
    parents = [
        kin.person(descent.parent).name + PARENT_OF.get(descent.kind, "")
        for descent in kin.descents
        if descent.child == member.id
    ]
    if parents:
        parts.append(f"child of {_listed(parents)}")
    if member.about:
        parts.append("this case is about them")
    if member.died:
        parts.append("has died")
    return "; ".join(parts)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _homes(kin: Kin) -> int:
    return len({member.home for member in kin.members if member.home and not member.died})
