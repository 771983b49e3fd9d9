"""Which row of the tree each person stands in: parents above children, couples side by side."""

from cases.tree.kin import Kin


def rows(kin: Kin) -> dict[int, int]:
    """The row of every person, 0 at the top; no row is empty.

    A record that contradicts itself (somebody their own ancestor) still gets rows.
    """
    group = _side_by_side(kin)
    row = {g: max(m.tier for m in kin.members if group[m.id] == g) for g in set(group.values())}
    edges = {(group[d.parent], group[d.child]) for d in kin.descents}
    edges = {(parent, child) for parent, child in edges if parent != child}
    _push_children_below(row, edges)
    _pull_parents_down(row, edges)
    used = sorted(set(row.values()))
    return {member.id: used.index(row[group[member.id]]) for member in kin.members}


def _side_by_side(kin: Kin) -> dict[int, int]:
    """Each person's group: couples and parents of one child share one."""
    group = {member.id: member.id for member in kin.members}
    for union in kin.unions:
        joined = {group[parent] for parent in union.parents}
        lowest = min(joined)
        group = {person: lowest if g in joined else g for person, g in group.items()}
    return group


def _push_children_below(row: dict[int, int], edges: set[tuple[int, int]]) -> None:
    for _ in row:  # as many rounds as groups is enough, unless somebody is their own ancestor
        for parent, child in sorted(edges):
            row[child] = max(row[child], row[parent] + 1)


def _pull_parents_down(row: dict[int, int], edges: set[tuple[int, int]]) -> None:
    for _ in row:
        for parent in sorted({parent for parent, _ in edges}):
            nearest = min(row[child] for over, child in edges if over == parent)
            row[parent] = max(row[parent], nearest - 1)
