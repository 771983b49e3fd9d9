"""The kinds of item that can be kept from somebody: `settings.WITHHELD_KINDS` lists them.

Most are rows of a table, which row security leaves out by their number. A child's school is a
fact of the child's row and is left out wherever it is shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from cases.models import Address, Alert, Case, Contact, ContactWay, CourtOrder, Need, Person
from cases.needs import title_of
from cases.withholding.streets import known_by

SHORTEST_TEXT = 12  # a whole note is looked for in other texts, a single word of it is not


@dataclass(frozen=True)
class Kind:
    """One kind of item: its rows in a family, how it is called, and its words elsewhere."""

    key: str
    title: str
    model: Any
    of_family: str  # the path from the row to its family's number
    label: Callable[[Any], str]
    words: Callable[[Any], Iterable[str]] = lambda row: ()
    related: tuple[str, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether a row is left out as a whole; a school is a fact of a person's row."""
        return self.key == self.model._meta.label_lower

    def rows(self, case: Case) -> QuerySet[Any]:
        """The items of this kind in the case's family."""
        return self.in_family(case.family_id)

    def in_family(self, family: int) -> QuerySet[Any]:
        found = self._all().filter(**{self.of_family: family})
        return found.distinct().order_by("pk")

    def by_number(self, ids: Iterable[int]) -> QuerySet[Any]:
        return self._all().filter(pk__in=ids)

    def _all(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model._default_manager.select_related(*self.related)
        return found


def kinds() -> dict[str, Kind]:
    """Every kind of this installation by its key."""
    return _kinds(tuple(settings.WITHHELD_KINDS))


@cache
def _kinds(paths: tuple[str, ...]) -> dict[str, Kind]:
    return {kind.key: kind for path in paths for kind in import_string(path)}


def text_words(text: str) -> list[str]:
    """A text's own words, whole and line by line, for finding it copied into another."""
    lines = [text, *text.splitlines()]
    return [line.strip() for line in lines if len(line.strip()) >= SHORTEST_TEXT]


def address_words(row: Any) -> list[str]:
    return known_by(row.lines, row.postcode)


def person_words(row: Any) -> list[str]:
    called = [row.given_name, row.known_as]
    return [name for name in called if len(name) > 2] + [
        f"{first} {row.family_name}" for first in called if first and row.family_name
    ]


def _school_words(row: Any) -> list[str]:
    if row.school is None:
        return []
    name = row.school.name
    short = name.removesuffix(" School").removesuffix(" Academy").removesuffix(" Nursery")
    return [name, short] if " " in short else [name]


def _address_label(row: Any) -> str:
    """A safe address is never written where it need not be."""
    said = "safe address" if row.safe_address else str(row) or "not written down"
    return f"{row.get_kind_display()} of {row.person.name}: {said}"


OF_PERSON = "person__memberships__family"
KINDS = (
    Kind(
        "cases.address", "Address", Address, OF_PERSON, _address_label, address_words, ("person",)
    ),
    Kind(
        "cases.contactway",
        "Way to reach somebody",
        ContactWay,
        OF_PERSON,
        lambda row: f"{row.get_kind_display()} of {row.person.name}: {row.value}",
        lambda row: [row.value],
        ("person",),
    ),
    Kind(
        "cases.school",
        "School",
        Person,
        "memberships__family",
        lambda row: f"School of {row.name}: {row.school.name if row.school else 'not recorded'}",
        _school_words,
        ("school",),
    ),
    Kind(
        "cases.person",
        "Person",
        Person,
        "memberships__family",
        lambda row: f"That {row.name} belongs to the family",
        person_words,
    ),
    Kind(
        "cases.contact",
        "Contact or note",
        Contact,
        "case__family",
        lambda row: f"{row.get_kind_display()}, {timezone.localtime(row.happened_at):%-d %B %Y}",
        lambda row: [*text_words(row.text), *text_words(row.next_step)],
    ),
    Kind(
        "cases.need",
        "Need",
        Need,
        "case__family",
        lambda row: f"{title_of(row.kind)} ({row.person.name if row.person else 'whole family'})",
        lambda row: text_words(row.words),
        ("person",),
    ),
    Kind(
        "cases.courtorder",
        "Court order",
        CourtOrder,
        "child__memberships__family",
        lambda row: f"{row.kind} ({row.child.name})",
        lambda row: text_words(row.text),
        ("child",),
    ),
    Kind(
        "cases.alert",
        "Warning for visits",
        Alert,
        OF_PERSON,
        lambda row: f"{row.get_kind_display()}: {row.text} ({row.person.name})",
        lambda row: text_words(row.text),
        ("person",),
    ),
)
