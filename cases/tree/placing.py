"""Where everything of the tree stands, in pixels from the top left."""

from dataclasses import dataclass

from cases.tree.blocks import Block, blocks_of
from cases.tree.generations import rows
from cases.tree.kin import Kin, Member
from cases.tree.measuring import wrapped
from cases.tree.ordering import GAP, put_in_order
from cases.tree.routing import Level, Routes


@dataclass(frozen=True)
class Size:
    """Measures in pixels: the mark, a column, the letters and their lines."""

    mark: float
    column: float
    font: float
    line: float


FULL = Size(mark=36, column=140, font=14, line=17)
SMALL = Size(mark=28, column=96, font=13, line=15)

MARGIN = 14.0
HEAD = 26.0  # room for the name of a home at the top of its outline
FOOT = 10.0  # under the last label within an outline
LANE = 12.0


@dataclass(frozen=True)
class Box:
    """A rectangle. Touching is not overlapping."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Node:
    """A person on the page: the middle of their mark and the lines of their label."""

    member: Member
    x: float
    y: float
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    mark: Box
    label: Box


@dataclass(frozen=True)
class Outline:
    """A home's outline."""

    home: int
    box: Box


# The kind of a line, and its points.
Line = tuple[str, tuple[tuple[float, float], ...]]


@dataclass(frozen=True)
class Layout:
    """A whole tree, placed."""

    size: Size
    width: float
    height: float
    nodes: tuple[Node, ...]
    outlines: tuple[Outline, ...]
    wires: tuple[Line, ...]
    slashes: tuple[tuple[float, float, int], ...]  # x, y and strokes


def place(kin: Kin, size: Size = FULL) -> Layout:
    """Lay a family out. The same family gives the same layout, however it was read."""
    return _Placing(kin, size).layout()


class _Placing:
    def __init__(self, kin: Kin, size: Size) -> None:
        self.kin, self.size = kin, size
        self.row = rows(kin)
        order = put_in_order(kin, blocks_of(kin, self.row))
        self.blocks = order.blocks
        columns = order.columns()
        self.x = {p: MARGIN + at * size.column for p, at in columns.items()}
        self.routes = Routes(kin, self.row, self.x, order.lines(), size.column)
        self.labels = {m.id: self._wrapped(m.name) for m in kin.members}
        self.notes = {m.id: self._wrapped(m.note) for m in kin.members}
        self.tops: list[float] = []
        self.bottoms: list[float] = []
        self._stack_rows()

    def layout(self) -> Layout:
        nodes = tuple(self._node(member) for member in self.kin.members)
        width = sum(block.widest for block in self.blocks) + GAP * (len(self.blocks) - 1)
        wires = tuple(
            (wire.kind, tuple((x, self._y(level)) for x, level in wire.points))
            for wire in self.routes.wires
        )
        slashes = tuple((s.x, self._y(s.level), s.strokes) for s in self.routes.slashes)
        return Layout(
            self.size,
            width * self.size.column + 2 * MARGIN,
            self._band(len(self.tops) - 1) + self._height_of_band(len(self.tops) - 1) + 4,
            nodes,
            tuple(self._outlines()),
            wires,
            slashes,
        )

    def _wrapped(self, text: str) -> tuple[str, ...]:
        return tuple(wrapped(text, self.size.column - 20, self.size.font))

    def _lines(self, person: int) -> int:
        return len(self.labels[person]) + len(self.notes[person])

    def _stack_rows(self) -> None:
        top = HEAD + 4
        for row in range(max(self.row.values()) + 1):
            most = max(self._lines(p) for p, at in self.row.items() if at == row)
            self.tops.append(top)
            self.bottoms.append(top + self.size.mark + 6 + most * self.size.line)
            top = self._band(row) + self._height_of_band(row) + HEAD

    def _band(self, row: int) -> float:
        """Where the band of lanes below a row begins: under the outlines that end there."""
        return self.bottoms[row] + FOOT

    def _height_of_band(self, row: int) -> float:
        return (self.routes.lanes_of(row) + 1) * LANE

    def _node(self, member: Member) -> Node:
        x, top, size = self.x[member.id], self.tops[self.row[member.id]], self.size
        half, room = size.mark / 2, size.column / 2 - 10
        under = top + size.mark + 6
        mark = Box(x - half, top, x + half, top + size.mark)
        label = Box(x - room, under, x + room, under + self._lines(member.id) * size.line)
        lines, notes = self.labels[member.id], self.notes[member.id]
        return Node(member, x, top + half, lines, notes, mark, label)

    def _outlines(self) -> list[Outline]:
        left, found = MARGIN, []
        for block in self.blocks:
            right = left + block.widest * self.size.column
            if block.home:
                found.append(self._outline(block, left, right))
            left = right + GAP * self.size.column
        return found

    def _outline(self, block: Block, left: float, right: float) -> Outline:
        first, last = block.span()
        return Outline(
            block.home, Box(left, self.tops[first] - HEAD, right, self.bottoms[last] + FOOT)
        )

    def _y(self, level: Level) -> float:
        if level.at == "marks":
            return self.tops[level.row] + self.size.mark / 2
        if level.at == "top":
            return self.tops[level.row]
        if level.at == "label":
            lines = self._lines(level.person)
            return self.tops[level.row] + self.size.mark + 9 + lines * self.size.line
        lane = level.run.lane if level.run else 0
        return self._band(level.row) + (lane + 1) * LANE
