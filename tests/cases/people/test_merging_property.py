"""Any merges and splits, in any order, of any small world: nothing is lost."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.acting import acting_as
from audit.context import as_the_product
from audit.models import Stale
from audit.refusal import Refused
from cases.actions.people.registering import add_to_family, register_family, register_person
from cases.actions.sharing.withholding import lift, withhold
from cases.models import (
    Address,
    AdultSpokenWith,
    Case,
    CaseChild,
    ChildSeen,
    Conflict,
    Contact,
    Couple,
    Membership,
    Merge,
    Need,
    Parentage,
    Person,
    Withheld,
)
from tests.cases.people.merging import merged_by, places_of, snapshot, split_by
from tests.cast import World, make_case

pytestmark = pytest.mark.django_db

PEOPLE, FAMILIES = 4, 2
some_person = st.integers(0, PEOPLE - 1)
some_family = st.integers(0, FAMILIES - 1)
some_day = st.dates(date(2024, 1, 1), date(2025, 12, 31))
RELATION = st.sampled_from(["child", "relative"])
ROW = st.one_of(
    st.tuples(st.just("member"), some_person, some_family, some_day, st.booleans()),
    st.tuples(st.just("parent"), some_person, some_person),
    st.tuples(st.just("couple"), some_person, some_person),
    st.tuples(st.just("child"), some_person, some_family, some_day),
    st.tuples(st.just("need"), some_person, some_family),
    st.tuples(st.just("seen"), some_person, some_family),
    st.tuples(st.just("spoken"), some_person, some_family),
    st.tuples(st.just("home"), some_person),
    st.tuples(st.just("conflict"), some_person),
    st.tuples(st.just("mark"), some_person, some_person, some_family),
)
MOVE = st.one_of(
    st.tuples(st.just("merge"), some_person, some_person),
    st.tuples(st.just("merge"), some_person, some_person),
    st.tuples(st.just("split"), st.integers(0, 3)),
)
SET = st.tuples(
    st.just("set"), st.sampled_from(["cases.school", "cases.address"]), some_person, some_person,
    some_family,
)  # fmt: skip
LIFT = st.tuples(st.just("lift"), some_family, st.integers(0, 3))


class Town:
    """Four people and two families, each with a case."""

    def __init__(self, world: World) -> None:
        self.world = world
        names = ["Ada", "Ada", "Bo", "Bo"]
        self.people = [register_person(by=None, kind="child", given_name=n) for n in names]
        self.families = [register_family(name=f"Family {n}", by=None) for n in range(FAMILIES)]
        self.cases = [self._case(family) for family in self.families]
        self.contacts = [self._contact(case) for case in self.cases]

    def _case(self, family: Any) -> Case:
        anybody = register_person(by=None, kind="child", given_name="Cy")
        add_to_family(family=family, person=anybody, relationship="child", by=None)
        return make_case(self.world, family)

    def _contact(self, case: Case) -> Contact:
        return Contact.objects.create(
            case=case,
            happened_at=timezone.now(),
            kind="visit",
            recorded_at=timezone.now(),
            by=self.world.desk,
        )

    def add(self, row: tuple[Any, ...]) -> None:
        """Write a row if it can be; what the database refuses is left out."""
        kind, *given_values = row
        try:
            with transaction.atomic():
                getattr(self, kind)(*given_values)
        except IntegrityError:
            return

    def member(self, person: int, family: int, day: date, present: bool) -> None:
        Membership.objects.create(
            person=self.people[person], family=self.families[family], relationship="child",
            from_date=day, to_date=None if present else day,
        )  # fmt: skip

    def parent(self, child: int, parent: int) -> None:
        Parentage.objects.create(child=self.people[child], parent=self.people[parent])

    def couple(self, one: int, other: int) -> None:
        low, high = sorted((one, other))
        Couple.objects.create(one=self.people[low], other=self.people[high])

    def child(self, person: int, family: int, day: date) -> None:
        CaseChild.objects.create(person=self.people[person], case=self.cases[family], joined_on=day)

    def need(self, person: int, family: int) -> None:
        Need.objects.create(
            person=self.people[person], case=self.cases[family], kind="housing",
            seen_on=date(2025, 1, 1),
        )  # fmt: skip

    def seen(self, person: int, family: int) -> None:
        self._at_the_contact(ChildSeen, person, family)

    def spoken(self, person: int, family: int) -> None:
        self._at_the_contact(AdultSpokenWith, person, family)

    def _at_the_contact(self, model: Any, person: int, family: int) -> None:
        model.objects.create(
            person=self.people[person], contact=self.contacts[family], case=self.cases[family]
        )

    def home(self, person: int) -> None:
        Address.objects.create(person=self.people[person], lines="1 Road")

    def conflict(self, person: int) -> None:
        Conflict.objects.create(
            person=self.people[person], user=self.world.practitioner, link="Aunt",
            declared_by=self.world.head, declared_at=timezone.now(),
        )  # fmt: skip

    def mark(self, item: int, whom: int, family: int) -> None:
        """Of a record that was merged the item is the kept one's: nothing else is shown to mark."""
        shown = Person.objects.get(pk=self.people[item].pk)
        Withheld.objects.create(
            family=self.families[family],
            kind="cases.school",
            row_id=shown.merged_into_id or shown.pk,
            person=self.people[whom],
            why="asked",
            set_by=self.world.head,
            set_at=timezone.now(),
        )


def attempt(town: Town, move: tuple[Any, ...]) -> None:
    """A merge or a split, if it may be; one that is refused changes nothing."""
    before = snapshot()
    try:
        with transaction.atomic():
            _do(town, move)
    except (Refused, Stale):
        assert snapshot() == before


def _do(town: Town, move: tuple[Any, ...]) -> None:
    desk = town.world.desk
    if move[0] == "merge":
        merged_by(desk, town.people[move[1]], town.people[move[2]])
        return
    standing = list(Merge.objects.filter(split_at__isnull=True).order_by("pk"))
    if standing:
        made = standing[move[1] % len(standing)]
        split_by(desk, made, **places_of(made, "kept"))


def undone(town: Town) -> None:
    """Split all that is merged, the last first."""
    for made in Merge.objects.filter(split_at__isnull=True).order_by("-pk"):
        split_by(town.world.desk, made, **places_of(made, "kept"))


@contextmanager
def undone_after() -> Iterator[None]:
    """Each example in a savepoint that is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=3, max_size=14), moves=st.lists(MOVE, min_size=1, max_size=6))
@example(  # a mark that no family's record has the item of, from before the merge
    rows=[("member", 0, 0, date(2024, 1, 1), True), ("mark", 1, 2, 0)],
    moves=[("merge", 0, 1), ("split", 0)],
)
def test_after_all_is_split_every_table_is_as_before(
    world: World, rows: list[tuple[Any, ...]], moves: list[tuple[Any, ...]]
) -> None:
    with undone_after():
        town = Town(world)
        for row in rows:
            town.add(row)
        before = snapshot()
        for move in moves:
            attempt(town, move)
            assert held() >= Counter({table: len(lines) for table, lines in before.items()})
        undone(town)
        assert snapshot() == before


def held() -> Counter[str]:
    """How many rows each table has, with those a merge has set aside, without those it wrote."""
    rows = Counter({table: len(lines) for table, lines in snapshot().items()})
    for made in Merge.objects.filter(split_at__isnull=True):
        rows.update(made.rows.filter(what="aside").values_list("table", flat=True))
        rows.subtract(made.rows.filter(what="added").values_list("table", flat=True))
    return rows


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=3, max_size=10), later=st.lists(ROW, min_size=1, max_size=4))
def test_what_is_written_between_is_there_after_the_split(
    world: World, rows: list[tuple[Any, ...]], later: list[tuple[Any, ...]]
) -> None:
    with undone_after():
        town = Town(world)
        for row in rows:
            town.add(row)
        attempt(town, ("merge", 0, 1))
        before = held()
        for row in later:
            town.add(row)
        written = held()
        undone(town)
        assert held() == written >= before
        assert Person.objects.filter(merged_into__isnull=False).count() == 0


class Kept:
    """What each family kept of whom from whom, by the records it knew before any merge."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.people = [person.pk for person in town.people]
        self.members = [self._of(family) for family in town.families]
        self.homes = {row.pk: row.person_id for row in Address.objects.all()}
        self.set: set[tuple[str, int, frozenset[int], int]] = set()

    def _of(self, family: Any) -> set[int]:
        rows = Membership.objects.filter(family=family, person__in=self.people)
        return set(rows.values_list("person_id", flat=True))

    def do(self, move: tuple[Any, ...]) -> None:
        if move[0] == "set":
            self._set(*move[1:])
        elif move[0] == "lift":
            self._lift(*move[1:])
        else:
            attempt(self.town, move)

    def one(self, person: int) -> tuple[int, frozenset[int]]:
        """The record somebody is known by now, and all that are one with it."""
        into = dict(Person.objects.values_list("pk", "merged_into_id"))

        def stands(number: int) -> int:
            while into[number]:
                number = into[number]
            return number

        of = stands(self.people[person])
        return of, frozenset(number for number in self.people if stands(number) == of)

    def _set(self, kind: str, item: int, whom: int, family: int) -> None:
        """By the product's own verb, of what the family has and from somebody of it."""
        case, members = self.town.cases[family], self.members[family]
        row, items = self.one(item)
        person, whoms = self.one(whom)
        if kind == "cases.address":
            numbers = [n for n, of in self.homes.items() if of in items & members]
        else:
            numbers = [row] if items & members else []
        if not numbers or not whoms & members:
            return
        by = self.town.world.head
        with acting_as(by):
            withhold(
                case=case, by=by, kind=kind, row_id=numbers[0], why="asked",
                person=Person.objects.get(pk=person),
            )  # fmt: skip
        about = frozenset(numbers[:1]) if kind == "cases.address" else items & members
        if len(about) == len(whoms & members) == 1:  # of two of its own one of them is named
            self.set |= {(kind, family, about, one) for one in whoms & members}

    def _lift(self, family: int, which: int) -> None:
        """Whatever is lifted is asked for no more, by whichever record it was set."""
        by, case = self.town.world.head, self.town.cases[family]
        with acting_as(by):
            rows = Withheld.objects.filter(family=case.family_id, ended_at=None).order_by("pk")
            if not rows:
                return
            mark = rows[which % len(rows)]
            lift(case=case, by=by, mark=mark, reason="She agreed")
        self.set -= {one for one in self.set if one[:2] == (mark.kind, family)}

    def stands(self) -> set[tuple[str, int, frozenset[int], int | None]]:
        numbers = {family.pk: place for place, family in enumerate(self.town.families)}
        rows = Withheld.objects.filter(ended_at=None, person__isnull=False)
        return {
            (row.kind, numbers[row.family_id], frozenset([row.row_id]), row.person_id)
            for row in rows
        }

    def strays(self) -> list[Withheld]:
        """Marks on what the family does not have."""
        return [
            row
            for row in Withheld.objects.filter(ended_at=None)
            if (self.homes.get(row.row_id) if row.kind == "cases.address" else row.row_id)
            not in self.members[[f.pk for f in self.town.families].index(row.family_id)]
        ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    homes=st.sets(some_person),
    members=st.lists(st.tuples(some_person, some_family), min_size=3, max_size=6),
    moves=st.lists(st.one_of(MOVE, SET, LIFT), min_size=2, max_size=8),
)
@example(  # a family marks its own child's school while the child is one with another's
    homes=set(),
    members=[(0, 0), (1, 1), (2, 1)],
    moves=[("merge", 0, 1), ("set", "cases.school", 1, 2, 1)],
)
@example(  # whom it is kept from is one with somebody of the other family
    homes={3},
    members=[(0, 0), (1, 1), (3, 1)],
    moves=[("merge", 0, 1), ("set", "cases.address", 3, 1, 1)],
)
@example(  # a merge marks it, and the family itself, too
    homes=set(),
    members=[(0, 0), (2, 0), (1, 1), (2, 1)],
    moves=[
        ("set", "cases.school", 1, 2, 1), ("merge", 0, 1), ("set", "cases.school", 0, 2, 0),
    ],
)  # fmt: skip
def test_what_a_family_keeps_of_its_own_it_keeps_after_every_split(
    world: World,
    homes: set[int],
    members: list[tuple[int, int]],
    moves: list[tuple[Any, ...]],
) -> None:
    with undone_after():
        town = Town(world)
        for person, family in members:
            town.add(("member", person, family, date(2025, 1, 1), True))
        for person in homes:
            town.home(person)
        kept = Kept(town)
        for move in moves:
            kept.do(move)
        undone(town)
        with as_the_product():
            assert kept.set <= kept.stands()
            assert kept.strays() == []
