"""For whom something is produced, and what is left out for them. Stated once.

`withheld_from` is the rule. Reading within `as_given_to(...)` obeys it: the database leaves out
each withheld row of every query (cases/row_security.py). A user whose agency acts for somebody
reads so always, because acting_as tells the database the same list.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from audit.context import current_actor, reading_without
from cases.models import ActsFor, Case, Contact, Given, Person, Withheld
from cases.withholding.kinds import kinds
from cases.withholding.words import Finder
from localities.models import Agency


@dataclass(frozen=True)
class Audience:
    """Who will read: people of the family, an agency with those it acts for, or a name."""

    title: str
    people: tuple[Person, ...] = ()
    agency: Agency | None = None
    name: str = ""


@dataclass(frozen=True)
class LeftOut:
    """What one audience must not get: the items by key, and the words that would tell."""

    items: tuple[str, ...]
    finder: Finder
    partner: int | None = None  # an agency other than the council: adults' own is given to it
    given: tuple[str, ...] = ()


def withheld_from(case: Case, audience: Audience) -> LeftOut:
    """What is left out of everything of the case's family that is produced for an audience."""
    people, names = _whom(case, audience)
    of_them = Q(person__in=people)
    for name in names:
        of_them |= Q(name__iexact=name)
    standing = Withheld.objects.filter(of_them, family=case.family_id, ended_at__isnull=True)
    items = sorted({mark.key for mark in standing})
    finder = _finder(items)
    agency = audience.agency
    if agency is None or agency.kind == Agency.Kind.COUNCIL:
        return LeftOut(tuple(items), finder)
    today = timezone.localdate()
    given = Given.objects.filter(agency=agency, ended_at__isnull=True)
    given = given.exclude(until__lt=today)
    return LeftOut(
        tuple(items), finder, agency.pk, tuple(f"{row.kind}:{row.row_id}" for row in given)
    )


@contextmanager
def as_given_to(left_out: LeftOut) -> Iterator[None]:
    """Every query within reads as the audience may: what is withheld is not there."""
    more = {"partner": (left_out.partner,), "given": left_out.given} if left_out.partner else {}
    with reading_without(left_out.items, **more):
        yield


def finder_of_reader() -> Finder:
    """Finds, in what goes out to the present actor, the words of what is withheld from them."""
    items = current_actor().reach.withheld
    if not items:
        return Finder(())
    return _finder(items)


def written_by_reader() -> list[str]:
    """What people of the reader's agency wrote where it acts for somebody: theirs to read."""
    actor = current_actor()
    notes = Contact.objects.filter(case__family__in=actor.reach.acting, by__agency=actor.agency)
    return [text for row in notes.values_list("text", "next_step") for text in row if text]


def is_withheld(kind: str, row_id: int | None) -> bool:
    """Whether an item must not be shown in what is being read now."""
    return f"{kind}:{row_id}" in current_actor().reach.withheld


def words_of(items: Iterable[str]) -> list[str]:
    """The literal words of items, by which they would be known in another text."""
    numbers: dict[str, list[int]] = {}
    for kind, _, number in (item.partition(":") for item in items):
        numbers.setdefault(kind, []).append(int(number))
    return [words for kind, ids in numbers.items() for words in _words(kind, ids)]


def _finder(items: Iterable[str]) -> Finder:
    """Made of all that the items say, whoever reads: it only ever holds something back."""
    with reading_without((), partner=()):
        return Finder(words_of(items))


def _words(key: str, ids: list[int]) -> Iterator[str]:
    kind = kinds().get(key)
    for row in kind.by_number(ids) if kind else ():
        yield from (word for word in kind.words(row) if word)  # type: ignore[union-attr]


def _whom(case: Case, audience: Audience) -> tuple[list[Any], list[str]]:
    """The people and names whose marks count: of an agency, those it acts for."""
    people = [person.pk for person in audience.people]
    names = _called(audience.people)  # a mark may know them by name alone
    names += [audience.name] if audience.name else []
    if audience.agency:
        acting = ActsFor.objects.filter(
            family=case.family_id, agency=audience.agency, ended_at__isnull=True
        ).select_related("person")
        people += [row.person_id for row in acting if row.person_id]
        names += [row.name for row in acting if row.name]
        names += _called(row.person for row in acting if row.person)
    return people, names


def _called(people: Iterable[Person]) -> list[str]:
    return [
        f"{first} {person.family_name}"
        for person in people
        for first in (person.given_name, person.known_as)
        if first and person.family_name
    ]
