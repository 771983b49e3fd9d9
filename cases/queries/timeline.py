"""The timeline of a case: contacts and what was done, newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    F,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, JSONObject

from accounts.models import User
from cases.models import AdultSpokenWith, Case, ChildSeen, Contact, Person
from cases.queries.happenings import (
    Place,
    Source,
    events_of,
    newest,
    page_from,
    place_from,
    place_values,
)
from cases.queries.rights.statements import Statements, statements_of
from cases.queries.rows import built, person_json
from cases.queries.written_once import WrittenOnce
from cases.timeline_kinds import NAMED, SIGNIFICANT, UNTOLD, TimelineKind, chosen

FAMILY_EVENTS, CASE_EVENTS, CONTACTS = 1, 2, 3
PAGE = 50
SAID_BY_LINK = "link.said"  # by somebody of the family


@dataclass(frozen=True)
class Line:
    """One line: what, who and when; the rest is there on opening."""

    at: datetime
    title: str
    by: str
    tags: list[str] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)  # label, words
    contact: int | None = None  # its number, where the line is one


@dataclass(frozen=True)
class Filters:
    """What of the timeline is asked for; nothing chosen shows everything."""

    kinds: list[TimelineKind] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    significant: bool = False

    def __bool__(self) -> bool:
        return bool(self.kinds or self.people or self.significant)


def timeline_of(
    case: Case, filters: Filters | None = None, after: Place | None = None, size: int = PAGE
) -> tuple[list[Line], str]:
    """A page of the timeline and the place of the next. One query, however long it is."""
    asked = filters or Filters()
    kinds = tuple(kind.key for kind in asked.kinds)
    source, place = place_values(after)
    values = {"case": case.pk, "family": case.family_id, **place}
    if asked.people:
        rows = list(_lines(size, kinds, source, asked.significant, people=asked.people, **values))
    else:
        rows = _LINES(size, kinds, source, asked.significant, **values)
    shown, following = page_from(rows, size)
    contacts = [row["line_id"] for row in shown if row["line_source"] == CONTACTS]
    beside = statements_of({"cases.contact": contacts} if contacts else {})
    return [_with_statements(_line(row), row, beside) for row in shown], following


def _lines(
    size: int,
    kinds: tuple[str, ...],
    source: int,
    significant: bool,
    *,
    case: int,
    family: int,
    at: datetime | None = None,
    number: int | None = None,
    people: Sequence[int] = (),
) -> Any:
    of_the_case, of_the_family = (
        _asked(events.exclude(verb__in=UNTOLD), kinds, people) for events in events_of(case, family)
    )
    contacts = Contact.objects.filter(case=case)
    if significant:
        of_the_case, of_the_family = (
            events.filter(verb__in=SIGNIFICANT) for events in (of_the_case, of_the_family)
        )
        contacts = contacts.filter(significant=True)
    if people:
        contacts = contacts.filter(pk__in=_with(case, people))
    if kinds:
        contacts = contacts.filter(kind__in=[k for kind in chosen(kinds) for k in kind.contacts])
    sources = [
        Source(FAMILY_EVENTS, of_the_family, "at"),
        Source(CASE_EVENTS, of_the_case, "at"),
        Source(CONTACTS, contacts, "happened_at"),
    ]
    return newest(sources, COLUMNS, place_from(source, at, number), size)


def _with(case: int, people: Sequence[int]) -> Any:
    """The contacts at which one of these people was seen or spoken with."""
    seen, spoken = (
        model.objects.filter(case=case, person__in=people).order_by().values("contact")
        for model in (ChildSeen, AdultSpokenWith)
    )
    return seen.union(spoken)


_LINES = WrittenOnce(_lines)


def _asked(events: Any, kinds: tuple[str, ...], people: Sequence[int]) -> Any:
    """The events of these kinds, about these people; all where none are named."""
    if people:
        of_them = Q(subject="cases.person", subject_id__in=people)
        events = events.filter(of_them | Q(details__person__in=people))
    if kinds:
        asked = chosen(kinds)
        found = _of(room for kind in asked for room in kind.rooms)
        events = events.filter(found | ~_of(NAMED) if any(kind.rest for kind in asked) else found)
    return events


def _of(rooms: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for room in rooms:
        found |= Q(verb__startswith=f"{room}.")
    return found


def _nothing(kind: Any) -> Any:
    return Cast(Value(None), kind)


_SEEN = (
    ChildSeen.objects.filter(contact=OuterRef("pk"))
    .order_by()
    .values("contact")
    .annotate(
        found=JSONBAgg(
            JSONObject(person=person_json("person"), alone="alone"), order_by="person_id"
        )
    )
    .values("found")
)
_SPOKEN = (
    AdultSpokenWith.objects.filter(contact=OuterRef("pk"))
    .order_by()
    .values("contact")
    .annotate(found=JSONBAgg(person_json("person"), order_by="person_id"))
    .values("found")
)
_NAME = User.objects.filter(pk=OuterRef("by")).order_by().values("name")
_OF_AN_EVENT: dict[str, Any] = {
    "sort": Cast("verb", CharField()),
    "who": Cast("actor_name", CharField()),
    "words": Cast("summary", TextField()),
    "more": F("reason"),
    "next_step_": _nothing(TextField()),
    "missed": Value(False, BooleanField()),
    "marked": Value(False, BooleanField()),
    "written_at": _nothing(DateTimeField()),
    "seen": _nothing(JSONField()),
    "spoken": _nothing(JSONField()),
}
_OF_A_CONTACT: dict[str, Any] = {
    "sort": Cast("kind", CharField()),
    "who": Subquery(_NAME, output_field=CharField()),  # a join would read every contact first
    "words": Value("", TextField()),
    "more": F("text"),
    "next_step_": Cast("next_step", TextField()),
    "missed": F("no_access"),
    "marked": F("significant"),
    "written_at": F("recorded_at"),
    "seen": Subquery(_SEEN, output_field=JSONField()),
    "spoken": Subquery(_SPOKEN, output_field=JSONField()),
}
COLUMNS = {FAMILY_EVENTS: _OF_AN_EVENT, CASE_EVENTS: _OF_AN_EVENT, CONTACTS: _OF_A_CONTACT}


def _line(row: dict[str, Any]) -> Line:
    return _contact_line(row) if row["line_source"] == CONTACTS else _event_line(row)


def _with_statements(line: Line, row: dict[str, Any], beside: Statements) -> Line:
    """A contact that somebody disputes is never shown without what they say."""
    if row["line_source"] == CONTACTS:
        for one in beside.get(("cases.contact", row["line_id"]), ()):
            line.details.append((one.title, one.statement))
            line.tags.append("Disputed")
    return line


def _event_line(row: dict[str, Any]) -> Line:
    reason = row["more"].strip()
    label = "In their words" if row["sort"] == SAID_BY_LINK else "Why"
    return Line(row["line_at"], row["words"], row["who"], [], [(label, reason)] if reason else [])


def _contact_line(row: dict[str, Any]) -> Line:
    sightings = [(built(Person, one["person"]), one["alone"]) for one in row["seen"] or []]
    children = [child for child, _ in sightings]
    seen = [f"{child.name} (alone)" if alone else child.name for child, alone in sightings]
    adults = [built(Person, one) for one in row["spoken"] or []]
    late = (row["written_at"] - row["line_at"]).total_seconds() > 24 * 3600
    tags = [("Significant", row["marked"]), ("No access", row["missed"]), ("Late entry", late)]
    details = [
        ("What happened", row["more"].strip()),
        ("Children seen", ", ".join(seen)),
        ("Adults spoken with", ", ".join(adult.name for adult in adults)),
        ("Next step", row["next_step_"]),
        ("Written down", f"{row['written_at']:%-d %B %Y}" if late else ""),
    ]
    return Line(
        row["line_at"],
        _with_people(Contact.Kind(row["sort"]).label, children, adults),
        row["who"],
        [tag for tag, holds in tags if holds],
        [(label, words) for label, words in details if words],
        row["line_id"],
    )


def _with_people(title: str, children: list[Person], adults: list[Person]) -> str:
    """“Home visit, saw Amara and Tunde, spoke with Emeka”."""
    told = [(verb, _called(people)) for verb, people in (("saw", children), ("spoke with", adults))]
    return ", ".join([title, *(f"{verb} {names}" for verb, names in told if names)])


def _called(people: list[Person]) -> str:
    names = [person.known_as or person.given_name or person.name for person in people]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
