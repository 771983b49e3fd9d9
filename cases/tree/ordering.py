"""Who stands beside whom: couples together, siblings together, children under their parents."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from cases.tree.blocks import Block
from cases.tree.kin import Kin, Mark, Union

GAP = 0.25  # between two blocks, in columns
MOST_SWEEPS = 8
PATIENCE = 800  # layouts looked at before the best so far is taken


class Order:
    """Blocks and their rows, and how well they stand."""

    def __init__(self, kin: Kin, blocks: list[Block]) -> None:
        self.kin, self.blocks = kin, blocks
        self.men = {member.id for member in kin.members if member.mark is Mark.SQUARE}
        self.looked = 0

    def columns(self) -> dict[int, float]:
        """The centre of each person, in columns from the left."""
        found: dict[int, float] = {}
        left = 0.0
        for block in self.blocks:
            for people in block.rows.values():
                start = left + (block.widest - len(people)) / 2 + 0.5
                found |= {person: start + i for i, person in enumerate(people)}
            left += block.widest + GAP
        return found

    def lines(self) -> list[list[int]]:
        """The people of each row from left to right, through all blocks."""
        rows = sorted({row for block in self.blocks for row in block.rows})
        return [[p for block in self.blocks for p in block.rows.get(row, ())] for row in rows]

    def cost(self) -> float:
        """Lower is better. Far and interrupted couples and split siblings cost most."""
        self.looked += 1
        x = self.columns()
        index = {p: i for line in self.lines() for i, p in enumerate(line)}
        return sum(self._cost_of(union, x, index) for union in self.kin.unions)

    def _cost_of(self, union: Union, x: dict[int, float], index: dict[int, int]) -> float:
        parents, children = union.parents, union.children
        middle = sum(x[parent] for parent in parents) / len(parents)
        cost = sum(abs(x[child] - middle) for child in children)
        if len(parents) == 2:
            one, other = sorted(parents, key=x.__getitem__)
            cost += 2 * (x[other] - x[one]) + 8 * (index[other] - index[one] - 1)
            cost += 0.2 * (other in self.men and one not in self.men)
        if len(children) > 1:
            at = [index[child] for child in children]
            cost += 3 * (max(at) - min(at) + 1 - len(children))
            cost += 0.3 * sum(a > b for a, b in combinations(at, 2))
        return cost


def put_in_order(kin: Kin, blocks: list[Block]) -> Order:
    """Move people and blocks about while it helps. The same family always ends the same."""
    order = Order(kin, blocks)
    best = order.cost()
    for _ in range(MOST_SWEEPS):
        before = best
        for people in _movable(order):
            best = _settle(order, people, best)
        best = _gather_siblings(order, best)
        if best >= before or order.looked > PATIENCE:
            break
    return order


def _gather_siblings(order: Order, best: float) -> float:
    """Stand each row's people under their parents, if that is better."""
    x = order.columns()
    over = {
        child: sum(x[parent] for parent in union.parents) / len(union.parents)
        for union in order.kin.unions
        for child in union.children
    }
    for block in order.blocks:
        for people in block.rows.values():
            before = list(people)
            people.sort(key=lambda person: over.get(person, x[person]))
            cost = order.cost()
            if cost < best - 1e-9:
                best = cost
            else:
                people[:] = before
    return best


def _movable(order: Order) -> Iterator[list[Any]]:
    yield order.blocks
    for block in order.blocks:
        for row in sorted(block.rows):
            yield block.rows[row]


def _settle(order: Order, items: list[Any], best: float) -> float:
    """Take each item out and put it wherever all stand best."""
    for i in range(len(items)):
        start = i
        for j in range(len(items)):
            if j == start or order.looked > PATIENCE:
                continue
            items.insert(j, items.pop(start))
            cost = order.cost()
            if cost < best - 1e-9:
                best, start = cost, j
            else:
                items.insert(start, items.pop(j))
    return best
