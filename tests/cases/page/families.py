"""Families that are hard to draw, and any family at all."""

from hypothesis import strategies as st

from cases.tree.kin import Descent, Kin, Mark, Member, Pair

SQUARE, CIRCLE, DIAMOND, TRIANGLE = Mark.SQUARE, Mark.CIRCLE, Mark.DIAMOND, Mark.TRIANGLE
NAMES = (
    "Bo",
    "Amara Okafor",
    "Maria-Concepción Fernández de la Rosa",
    "Oluwaseun-Christopher Featherstonehaugh-Cholmondeley",
    "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
    "بنت خالد الأنصاري",
    "ਗੁਰਪ੍ਰੀਤ ਕੌਰ ਸੰਧੂ",
)


def descents(children: dict[int, tuple[int, ...]], kind: str = "birth") -> tuple[Descent, ...]:
    return tuple(Descent(child, parent, kind) for child, two in children.items() for parent in two)


SIMPLE = Kin(
    (
        Member(1, "Ngozi Okafor", CIRCLE, note="36"),
        Member(2, "Emeka Okafor", SQUARE, note="38"),
        Member(3, "Amara Okafor", CIRCLE, 1, 2, "7", born="2019-03-04", about=True),
        Member(4, "Tunde Okafor", SQUARE, 1, 2, "4", born="2022-01-09", about=True),
    ),
    (Pair(1, 2, "together"),),
    descents({3: (1, 2), 4: (1, 2)}),
)

TWO_HOMES = Kin(
    (
        Member(1, NAMES[3], SQUARE, 2, 1, "44", born="1982-02-02"),
        Member(2, NAMES[2], CIRCLE, 1, 1, "41", born="1985-02-02"),
        Member(3, "Dean Whittaker", SQUARE, 1, 1, "39", born="1987-02-02"),
        Member(4, "Kelly-Marie Whittaker", CIRCLE, 2, 1, "37", born="1989-02-02"),
        Member(5, "Joyce Featherstonehaugh-Cholmondeley", CIRCLE, 2, 0, "71", born="1955-02-02"),
        Member(6, "Aurelia Fernández", CIRCLE, 1, 2, "15", born="2011-02-02", about=True),
        Member(7, "Sebastián Fernández", SQUARE, 1, 2, "12", born="2014-02-02", about=True),
        Member(8, "Riley Whittaker", DIAMOND, 1, 2, "6", born="2020-02-02", about=True),
        Member(9, "Unborn child (Whittaker)", TRIANGLE, 1, 2, "due February 2027", about=True),
        Member(10, "Noah Featherstonehaugh-Cholmondeley", SQUARE, 2, 2, "5", born="2021-02-02"),
        Member(11, "Ivy Featherstonehaugh-Cholmondeley", CIRCLE, 2, 2, "2", born="2024-02-02"),
        Member(12, "Harold Cholmondeley", SQUARE, 2, 0, "1950 – 2019", born="1950", died=True),
    ),
    (
        Pair(1, 2, "divorced"),
        Pair(2, 3, "together"),
        Pair(1, 4, "separated"),
        Pair(5, 12, "together"),
    ),
    descents({6: (1, 2), 7: (1, 2), 8: (2, 3), 9: (2, 3), 10: (1, 4), 11: (1, 4), 1: (5, 12)}),
)

# A young mother, three fathers in three homes, a foster carer two rows above the child.
FOUR_ROWS = Kin(
    (
        Member(1, "Anna Kowalska", CIRCLE, 1, 1, born="1992"),
        Member(2, "Piotr Kowalski", SQUARE, 2, 1, born="1990"),
        Member(3, "Liam Byrne", SQUARE, 3, 1, born="1995"),
        Member(4, "Tomasz Nowak", SQUARE, 1, 1, born="1986"),
        Member(5, "Zofia", CIRCLE, 1, 2, born="2010", about=True),
        Member(6, "Jan", SQUARE, 2, 2, born="2012", about=True),
        Member(7, "Ola", CIRCLE, 1, 2, born="2017", about=True),
        Member(8, "Kuba", SQUARE, 1, 2, born="2025", about=True),
        Member(9, "Baby Byrne", CIRCLE, 1, 2, born="2026", about=True),
        Member(10, "Halina Kowalska", CIRCLE, 1, 0, born="1964"),
        Member(11, "Stefan Kowalski", SQUARE, 0, 0, born="1960", died=True),
        Member(12, "Finn Byrne", SQUARE, 3, 2, born="2018"),
        Member(13, "Sadie Cole", CIRCLE, 3, 1, born="1997"),
    ),
    (
        Pair(1, 2, "divorced"),
        Pair(1, 3, "separated"),
        Pair(1, 4, "together"),
        Pair(10, 11),
        Pair(3, 13, "together"),
    ),
    (
        *descents({5: (1, 2), 6: (1, 2), 7: (1, 3), 8: (1, 4), 9: (5,), 1: (10, 11), 12: (3, 13)}),
        Descent(9, 3, "foster"),
    ),
)
UNRELATED = Kin(tuple(Member(i, f"Somebody {i}", DIAMOND, 1, i % 3) for i in range(1, 8)))
HARD = {"simple": SIMPLE, "two homes": TWO_HOMES, "four rows": FOUR_ROWS, "unrelated": UNRELATED}


@st.composite
def families(draw: st.DrawFn, most: int = 11) -> Kin:
    """Any family a record may hold, contradictions included."""
    ids = range(1, draw(st.integers(1, most)) + 1)
    members = [
        Member(
            i,
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(list(Mark))),
            draw(st.integers(0, 3)),
            draw(st.integers(0, 2)),
            draw(st.sampled_from(["", "7", "1950 – 2019"])),
            born=draw(st.sampled_from(["", "1980-01-01", "2010-05-05", "2015-01-01"])),
            died=draw(st.booleans()) and draw(st.booleans()),
            about=draw(st.booleans()),
        )
        for i in ids
    ]
    two = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    states = st.sampled_from(["", "together", "separated", "divorced"])
    kinds = st.sampled_from(["birth", "birth", "adoptive", "foster", "step"])
    pairs = draw(st.lists(st.builds(lambda t, s: Pair(min(t), max(t), s), two, states), max_size=6))
    lines = draw(st.lists(st.builds(lambda t, k: Descent(t[0], t[1], k), two, kinds), max_size=14))
    return Kin(tuple(members), tuple(pairs), tuple(lines))
