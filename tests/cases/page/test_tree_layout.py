"""Every family is drawn so that nobody stands on anybody, however it was read."""

import random
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings

from cases.tree.drawing import draw
from cases.tree.kin import Kin
from cases.tree.measuring import width_of, wrapped
from cases.tree.placing import FULL, SMALL, Box, Layout, Size, place
from cases.tree.words import groups, half_siblings
from tests.cases.page.families import HARD, NAMES, families

SIZES = [FULL, SMALL]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", HARD)
def test_a_hard_family_is_readable(name: str, size: Size) -> None:
    assert_readable(HARD[name], place(HARD[name], size))


@settings(max_examples=150, deadline=None)
@given(families())
def test_any_family_is_readable(kin: Kin) -> None:
    assert_readable(kin, place(kin, SMALL))


@settings(max_examples=40, deadline=None)
@given(families())
def test_the_same_family_is_drawn_the_same_however_it_was_read(kin: Kin) -> None:
    shuffled = [list(part) for part in (kin.members, kin.pairs, kin.descents)]
    for part in shuffled:
        random.Random(1).shuffle(part)
    assert place(Kin(*map(tuple, shuffled))) == place(kin)  # type: ignore[arg-type]


def test_children_stand_below_parents_and_couples_beside_each_other() -> None:
    at = {node.member.id: node for node in place(HARD["two homes"]).nodes}
    assert at[1].y == at[2].y == at[3].y == at[4].y
    assert at[5].y < at[1].y < at[10].y == at[6].y
    assert place(HARD["two homes"]).width < 1180  # fits the page without scrolling


def test_separated_is_one_stroke_and_divorced_two() -> None:
    strokes = sorted(strokes for _, _, strokes in place(HARD["two homes"]).slashes)
    assert strokes == [1, 2]


def test_the_legend_names_only_what_is_drawn() -> None:
    simple = [item["words"] for item in draw(HARD["simple"]).legend]  # type: ignore[union-attr]
    assert simple == ["Male", "Female", "Double outline: a child this case is about"]
    hard = [item["words"] for item in draw(HARD["two homes"]).legend]  # type: ignore[union-attr]
    assert {"Has died", "Separated", "Divorced", "Unborn child"} <= set(hard)


@settings(max_examples=40, deadline=None)
@given(families())
def test_the_words_beside_it_name_everybody_once_and_who_shares_one_parent(kin: Kin) -> None:
    named = sorted(line.id for group in groups(kin) for line in group.people)
    assert named == sorted(member.id for member in kin.members)
    births = {(d.child, d.parent) for d in kin.descents if d.kind == "birth"}
    parents = {m.id: {p for c, p in births if c == m.id} for m in kin.members}
    halves = [
        (one, other)
        for one, other in combinations(kin.members, 2)
        if len(parents[one.id] & parents[other.id]) == 1
        and parents[one.id] - parents[other.id]
        and parents[other.id] - parents[one.id]
    ]
    said = half_siblings(kin)
    assert len(said) == len(halves)
    for (one, other), sentence in zip(halves, said, strict=True):
        assert sentence.startswith(f"{one.name} and {other.name} are half-siblings")


def test_nobody_is_no_drawing() -> None:
    assert draw(Kin(())) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_long_name_keeps_every_letter_within_its_column(name: str) -> None:
    lines = wrapped(name, 100, 14)
    assert all(width_of(line, 14) <= 100 for line in lines)
    letters = "".join(lines).replace("-", "").replace(" ", "")
    assert letters == name.replace("-", "").replace(" ", "")


def test_somebody_who_died_stands_in_no_home() -> None:
    kin = HARD["simple"]
    first = replace(kin.members[0], died=True)
    layout = place(Kin((first, *kin.members[1:]), kin.pairs, kin.descents))
    node = next(node for node in layout.nodes if node.member.id == first.id)
    assert not layout.outlines[0].box.overlaps(node.label)


def assert_readable(kin: Kin, layout: Layout) -> None:
    page = Box(0, 0, layout.width, layout.height)
    for one, other in combinations(layout.nodes, 2):
        for mine in (one.mark, one.label):
            assert not mine.overlaps(other.mark)
            assert not mine.overlaps(other.label)
    for one_home, other_home in combinations(layout.outlines, 2):
        assert not one_home.box.overlaps(other_home.box)
    for node in layout.nodes:
        assert within(node.label, page)
        assert within(node.mark, page)
        here = 0 if node.member.died else node.member.home
        for outline in layout.outlines:
            if outline.home == here:
                assert within(node.label, outline.box)
                assert within(node.mark, outline.box)
            else:
                assert not node.label.overlaps(outline.box)
                assert not node.mark.overlaps(outline.box)
    assert_lines_run_clear_of_words(layout)
    drawn = sorted(node.member.id for node in layout.nodes)
    assert drawn == sorted(member.id for member in kin.members), "everybody once"


def assert_lines_run_clear_of_words(layout: Layout) -> None:
    for _, points in layout.wires:
        for (x1, y1), (x2, y2) in pairwise(points):
            assert x1 == x2 or y1 == y2, "lines run straight across or straight down"
            line = Box(min(x1, x2), min(y1, y2), max(x1, x2) + 0.01, max(y1, y2) + 0.01)
            assert within(line, Box(0, 0, layout.width + 0.02, layout.height + 0.02))
            for node in layout.nodes:
                assert not line.overlaps(node.label), f"a line runs through {node.member.name}"


def within(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )
