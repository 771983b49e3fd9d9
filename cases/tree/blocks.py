"""The columns of the tree: one block for each home, and one for each person in none."""

from dataclasses import dataclass, field

from cases.tree.kin import Kin, Member


@dataclass
class Block:
    """A stretch of columns that belongs to one home through all rows.

    A guest (somebody who lives in none of the homes) stands in a block only in rows above or
    below its people, so that an outline round its people never takes a guest in.
    """

    home: int
    rows: dict[int, list[int]] = field(default_factory=dict)
    guests: set[int] = field(default_factory=set)

    @property
    def widest(self) -> int:
        return max(len(people) for people in self.rows.values())

    def span(self) -> tuple[int, int]:
        """The first and last row of those who live here."""
        used = [row for row, people in self.rows.items() if set(people) - self.guests]
        return min(used), max(used)

    def add(self, person: int, row: int) -> None:
        self.rows.setdefault(row, []).append(person)


def blocks_of(kin: Kin, row: dict[int, int]) -> list[Block]:
    """The blocks, homes by number first, each row in order of birth."""
    homes: dict[int, Block] = {}
    for number in sorted({m.home for m in kin.members if _lives_in(m)}):
        homes[number] = Block(number)
    blocks = list(homes.values())
    host: dict[int, Block] = {}
    for member in kin.members:
        if _lives_in(member):
            host[member.id] = homes[member.home]
            homes[member.home].add(member.id, row[member.id])
    outside = [member.id for member in kin.members if member.id not in host]
    while outside:
        person = next((one for one in outside if _host(kin, one, host, row)), outside[0])
        outside.remove(person)
        found = _host(kin, person, host, row)
        if found is None:
            found = Block(0)
            blocks.append(found)
        found.add(person, row[person])
        found.guests.add(person)
        host[person] = found
    return blocks


def _lives_in(member: Member) -> bool:
    return member.home > 0 and not member.died


def _host(kin: Kin, person: int, host: dict[int, Block], row: dict[int, int]) -> Block | None:
    """The block of a relative in which there is room above or below for somebody outside."""
    for relative in _relatives(kin, person):
        block = host.get(relative)
        if block is None or block.home == 0:
            continue
        first, last = block.span()
        if not first <= row[person] <= last:
            return block
    return None


def _relatives(kin: Kin, person: int) -> list[int]:
    found: list[int] = []
    for union in kin.unions:
        if person in union.parents or person in union.children:
            found += [one for one in (*union.children, *union.parents) if one != person]
    return found
