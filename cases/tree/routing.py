"""How the lines of the tree run: across beside the marks, or along lanes between two rows.

Nothing here is in pixels from the top yet. A point is an x and a level: the middle of a row's
marks, under somebody's label, a lane of the band below a row, or the top of a row's marks.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from cases.tree.kin import Kin, Union

APART = 6.0  # between two lines that run side by side
NUDGES = tuple(step * side for step in (0, 9, 18, 27, 36) for side in (1, -1))
SMALL_NUDGES = (0, 8, -8)  # all the room there is between two labels
COUPLES, CHILDREN = 0, 1  # lanes of couples lie above those of children


@dataclass(eq=False)
class Run:
    """A stretch of a lane in the band below `band`; `lane` counts from the top."""

    band: int
    start: float
    end: float
    rank: int
    lane: int = 0


@dataclass(frozen=True)
class Level:
    """How far down a point is: `at` is "marks", "label", "lane" or "top"."""

    at: str
    row: int = 0
    person: int = 0
    run: Run | None = None


Point = tuple[float, Level]


@dataclass(frozen=True)
class Wire:
    """A line: "couple", "unsaid" (whether a couple is not recorded), "birth" or "other"."""

    kind: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Slash:
    """Where the marks of a couple's end stand: one stroke separated, two divorced."""

    x: float
    level: Level
    strokes: int


class Routes:
    """The lines of one tree. `x` is the centre of each person, `lines` the rows from the left,
    `column` the width of a column."""

    def __init__(
        self,
        kin: Kin,
        row: dict[int, int],
        x: dict[int, float],
        lines: list[list[int]],
        column: float,
    ) -> None:
        self.kin, self.row, self.x, self.lines = kin, row, x, lines
        self._half_column = column / 2
        self.wires: list[Wire] = []
        self.slashes: list[Slash] = []
        self.runs: list[Run] = []
        self._index = {p: i for line in lines for i, p in enumerate(line)}
        self._taken: dict[int, list[tuple[float, object]]] = defaultdict(list)
        self._couples: dict[tuple[int, ...], tuple[float, Level]] = {}
        self._drops = self._drop_points()
        for union in kin.unions:
            self._draw(union)
        _allot_lanes(self.runs)

    def lanes_of(self, band: int) -> int:
        """How many lanes the band below a row needs."""
        return max((run.lane + 1 for run in self.runs if run.band == band), default=0)

    def _drop_points(self) -> dict[tuple[object, int], float]:
        """Where each child's line comes down: the middle, or beside it for a second one."""
        found: dict[tuple[object, int], float] = {}
        for member in self.kin.members:
            unions = [union for union in self.kin.unions if member.id in union.children]
            for i, union in enumerate(unions):
                x = self.x[member.id] + (i - (len(unions) - 1) / 2) * 12
                found[union.key, member.id] = x
                self._taken[self.row[member.id] - 1].append((x, union.key))
        return found

    def _draw(self, union: Union) -> None:
        parents = sorted(union.parents, key=self.x.__getitem__)
        band = self.row[parents[0]]
        if len(parents) == 1:
            stem, level = self.x[parents[0]], Level("label", band, parents[0])
        else:
            stem, level = self._couple(union, parents, band)
        below = [child for child in union.children if self.row[child] > band]
        for child_row in sorted({self.row[child] for child in below}):
            here = [child for child in below if self.row[child] == child_row]
            self._descend(union, stem, level, here, child_row)

    def _couple(self, union: Union, parents: list[int], band: int) -> tuple[float, Level]:
        key = tuple(parents)
        if key not in self._couples:
            beside = self._index[parents[1]] - self._index[parents[0]] == 1
            draw = self._beside if beside else self._under
            self._couples[key] = draw(union, parents, band)
        return self._couples[key]

    def _beside(self, union: Union, parents: list[int], band: int) -> tuple[float, Level]:
        """Partners next to each other: a straight line between their marks."""
        level = Level("marks", band)
        ends = [self.x[parent] for parent in parents]
        self._add(_couple_kind(union), [(ends[0], level), (ends[1], level)])
        middle = sum(ends) / 2
        self._slash(union, middle, level)
        return middle, level

    def _under(self, union: Union, parents: list[int], band: int) -> tuple[float, Level]:
        """Partners with others between them: a line under the labels."""
        ends = [self._free(self.x[parent], band, (union.key, parent)) for parent in parents]
        run = self._run(band, ends, COUPLES)
        lane = Level("lane", band, run=run)
        one, other = (Level("label", band, parent) for parent in parents)
        self._add(
            _couple_kind(union),
            [(ends[0], one), (ends[0], lane), (ends[1], lane), (ends[1], other)],
        )
        middle = sum(ends) / 2
        self._slash(union, middle, lane)
        return middle, lane

    def _descend(
        self, union: Union, stem: float, level: Level, children: list[int], child_row: int
    ) -> None:
        """From the parents down to children of one row, past the rows between."""
        drops = [self._drops[union.key, child] for child in children]
        target = sum(drops) / len(drops)
        band = self.row[union.parents[0]]
        nudges = SMALL_NUDGES if level.at == "marks" else NUDGES
        x = self._free(stem, band, union.key, nudges)
        points: list[Point] = [(x, level)]
        for between in range(band + 1, child_row):
            way = self._gap(between, target, union.key)
            lane = Level("lane", between - 1, run=self._run(between - 1, [x, way], CHILDREN))
            points += [(x, lane), (way, lane)]
            x = way
        last = child_row - 1
        run = self._run(last, [x, *drops], CHILDREN)
        lane = Level("lane", last, run=run)
        self._add(union.kind, [*points, (x, lane)])
        self._add(union.kind, [(run.start, lane), (run.end, lane)])
        for drop in drops:
            self._add(union.kind, [(drop, lane), (drop, Level("top", child_row))])

    def _gap(self, row: int, near: float, key: object) -> float:
        """A free way down through a row, as near as can be to where the line is going."""
        centres = [self.x[person] for person in self.lines[row]]
        half = self._half_column
        between = ((a + b) / 2 for a, b in pairwise(centres))
        ways = [centres[0] - half, *between, centres[-1] + half]
        ways = [way + nudge for way in ways for nudge in SMALL_NUDGES]
        ways.sort(key=lambda way: abs(way - near))
        free = [way for way in ways if self._is_free(way, [row - 1, row], key)]
        way = (free or ways)[0]
        for band in (row - 1, row):
            self._taken[band].append((way, (key, "through", row)))
        return way

    def _free(self, x: float, band: int, key: object, nudges: tuple[int, ...] = NUDGES) -> float:
        found = next((x + n for n in nudges if self._is_free(x + n, [band], key)), x)
        self._taken[band].append((found, key))
        return found

    def _is_free(self, x: float, bands: list[int], key: object) -> bool:
        others = [at for band in bands for at, whose in self._taken[band] if whose != key]
        return all(abs(at - x) >= APART for at in others)

    def _run(self, band: int, xs: list[float], rank: int) -> Run:
        run = Run(band, min(xs), max(xs), rank)
        if run.end - run.start > 0.5:
            self.runs.append(run)
        return run

    def _slash(self, union: Union, middle: float, level: Level) -> None:
        strokes = {"separated": 1, "divorced": 2}.get(union.state, 0)
        if strokes:
            self.slashes.append(Slash(middle - 16, level, strokes))

    def _add(self, kind: str, points: list[Point]) -> None:
        self.wires.append(Wire(kind, tuple(points)))


def _couple_kind(union: Union) -> str:
    return "couple" if union.state else "unsaid"


def _allot_lanes(runs: list[Run]) -> None:
    """Give each run the highest lane where it touches no other."""
    placed: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.rank, run.start, run.end)):
        busy = {
            other.lane
            for other in placed
            if other.band == run.band
            and run.start <= other.end + APART
            and other.start <= run.end + APART
        }
        run.lane = next(lane for lane in range(len(placed) + 1) if lane not in busy)
        placed.append(run)
