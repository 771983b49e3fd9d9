"""The timeline of a case: contacts and what was done, newest first."""

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
from django.db.models.functions import Cast

from cases.models import Case, ChildSeen, Contact, Person
from cases.queries.happenings import Place, Source, events_of, newest
from cases.queries.rows import built, person_json
from cases.timeline_kinds import UNTOLD, TimelineKind

FAMILY_EVENTS, CASE_EVENTS, CONTACTS = 1, 2, 3
PAGE = 50


@dataclass(frozen=True)
class Line:
    """One line: what, who and when; the rest is there on opening."""

    at: datetime
    title: str
    by: str
    tags: list[str] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)  # label, words


@dataclass(frozen=True)
class Filters:
    """What of the timeline is asked for; nothing chosen shows everything."""

    kinds: list[TimelineKind] = field(default_factory=list)
    people: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.kinds or self.people)


def timeline_of(
    case: Case, filters: Filters | None = None, after: Place | None = None, size: int = PAGE
) -> tuple[list[Line], str]:
    """A page of the timeline and the place of the next. One query, however long it is."""
    asked = filters or Filters()
    sources = _sources(case, asked)
    rows, following = newest(sources, COLUMNS, after, size)
    return [_line(row) for row in rows], following


def _sources(case: Case, asked: Filters) -> list[Source]:
    of_the_case, of_the_family = events_of(case)
    contacts = Contact.objects.filter(case=case.pk)
    if asked.people:
        about = Q(subject="cases.person", subject_id__in=asked.people)
        about |= Q(details__person__in=asked.people)
        of_the_case, of_the_family = of_the_case.filter(about), of_the_family.filter(about)
        contacts = contacts.filter(pk__in=_contacts_with(case, asked.people))
    if asked.kinds:
        rooms = Q(pk__in=[])
        for room in (room for kind in asked.kinds for room in kind.rooms):
            rooms |= Q(verb__startswith=f"{room}.")
        of_the_case, of_the_family = of_the_case.filter(rooms), of_the_family.filter(rooms)
        contacts = contacts.filter(kind__in=[k for kind in asked.kinds for k in kind.contacts])
    return [
        Source(FAMILY_EVENTS, of_the_family.exclude(verb__in=UNTOLD), "at"),
        Source(CASE_EVENTS, of_the_case.exclude(verb__in=UNTOLD), "at"),
        Source(CONTACTS, contacts, "happened_at"),
    ]


def _contacts_with(case: Case, people: list[int]) -> Any:
    seen = ChildSeen.objects.filter(case=case.pk, person__in=people)
    return seen.values("contact")


def _nothing(kind: Any) -> Any:
    return Cast(Value(None), kind)


_SEEN = (
    ChildSeen.objects.filter(contact=OuterRef("pk"))
    .order_by()
    .values("contact")
    .annotate(found=JSONBAgg(person_json("person"), order_by="person_id"))
    .values("found")
)
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
}
_OF_A_CONTACT: dict[str, Any] = {
    "sort": Cast("kind", CharField()),
    "who": Cast("by__name", CharField()),
    "words": Value("", TextField()),
    "more": F("text"),
    "next_step_": Cast("next_step", TextField()),
    "missed": F("no_access"),
    "marked": F("significant"),
    "written_at": F("recorded_at"),
    "seen": Subquery(_SEEN, output_field=JSONField()),
}
COLUMNS = {FAMILY_EVENTS: _OF_AN_EVENT, CASE_EVENTS: _OF_AN_EVENT, CONTACTS: _OF_A_CONTACT}


def _line(row: dict[str, Any]) -> Line:
    return _contact_line(row) if row["line_source"] == CONTACTS else _event_line(row)


def _event_line(row: dict[str, Any]) -> Line:
    reason = row["more"].strip()
    return Line(row["line_at"], row["words"], row["who"], [], [("Why", reason)] if reason else [])


def _contact_line(row: dict[str, Any]) -> Line:
    children = [built(Person, person) for person in row["seen"] or []]
    seen = [child.name for child in children]
    late = (row["written_at"] - row["line_at"]).total_seconds() > 24 * 3600
    tags = [("Significant", row["marked"]), ("No access", row["missed"]), ("Late entry", late)]
    details = [
        ("What happened", row["more"].strip()),
        ("Children seen", ", ".join(seen)),
        ("Next step", row["next_step_"]),
        ("Written down", f"{row['written_at']:%-d %B %Y}" if late else ""),
    ]
    return Line(
        row["line_at"],
        _with_seen(Contact.Kind(row["sort"]).label, children),
        row["who"],
        [tag for tag, holds in tags if holds],
        [(label, words) for label, words in details if words],
    )


def _with_seen(title: str, children: list[Person]) -> str:
    """“Home visit, saw Amara and Tunde”."""
    names = [child.known_as or child.given_name or child.name for child in children]
    if not names:
        return title
    last = names.pop()
    return f"{title}, saw {', '.join(names)} and {last}" if names else f"{title}, saw {last}"
