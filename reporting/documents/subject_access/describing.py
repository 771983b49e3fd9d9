"""A row of a table as a person would read it: a title, a day, and lines of label and words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.roles import ROLES
from audit.days import in_words
from audit.text import FoldedField
from cases.models import Person
from localities.models import Agency, Locality, Team
from reporting.documents.subject_access.finding import Fact, Found
from reporting.documents.subject_access.words import LABELS, OWN, OWN_OF, TITLES

# The parts of the copy in their order, and which tables stand in each. The rest is "record".
PARTS: dict[str, str] = {
    "you": "Who you are",
    "record": "What was recorded",
    "shared": "Who it was shared with",
    "looked": "Who looked at it",
}
IN_PART = {
    "cases.Person": "you",
    "cases.Address": "you",
    "cases.ContactWay": "you",
    "cases.Alert": "you",
    "cases.Membership": "you",
    "cases.Parentage": "you",
    "cases.Couple": "you",
    "cases.SharingBasis": "shared",
    "cases.PrivacyNotice": "shared",
    "cases.TafMember": "shared",
    "cases.StepUp": "shared",
    "audit.Look": "looked",
}
WHEN = [
    "happened_at",
    "held_on",
    "at",
    "saved_at",
    "decided_at",
    "closed_on",
    "received_at",
    "received_on",
    "requested_at",
    "scored_on",
    "recorded_on",
    "seen_on",
    "given_on",
    "made_on",
    "started_on",
    "started_at",
    "opened_on",
    "from_date",
    "joined_on",
    "due_on",
]


@dataclass(frozen=True)
class Item:
    """What is read about one row."""

    part: str
    source: str
    source_id: int
    title: str
    on: date | None
    lines: list[list[str]]


class Describer:
    """Reads rows with what is asked once for all of them: names of people, workers, places."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._days: dict[Any, date | None] = {}
        self._people = {fact.person: fact.whose.strip() for fact in facts if fact.person}
        self._workers = {user.pk: user for user in User.objects.all()}
        self._named: dict[type[models.Model], Mapping[int, Any]] = {
            model: model._default_manager.in_bulk() for model in (Agency, Locality, Team)
        }

    def items(self, rows: Iterable[Found]) -> list[Item]:
        """In the order of the parts, then of the days, what has no day first."""
        order, rows = list(PARTS), list(rows)
        self._days = {(row.model, row.id): _day_of(row) for row in rows}
        return sorted(
            map(self.item, rows),
            key=lambda one: (order.index(one.part), one.on or date.min, one.source, one.source_id),
        )

    def item(self, row: Found) -> Item:
        label = row.model._meta.label
        title = TITLES.get(label) or str(row.model._meta.verbose_name)
        lines = list(self._look(row) if label == "audit.Look" else self._lines(row))
        return Item(
            part=IN_PART.get(label, "record"),
            source=row.model._meta.label_lower,
            source_id=row.id,
            title=title[:1].upper() + title[1:],
            on=_day_of(row) or self._day_of_what_it_belongs_to(row),
            lines=lines,
        )

    def _day_of_what_it_belongs_to(self, row: Found) -> date | None:
        """The day of the meeting of an attendance, of the contact of a child seen, and so on."""
        for field in row.model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey):
                number = row.content.get(field.column or "")
                if day := self._days.get((field.related_model, number)):
                    return day
        return None

    def _lines(self, row: Found) -> Iterator[list[str]]:
        kind = row.model._meta.label
        own = OWN | OWN_OF.get(kind, set())
        for field in row.model._meta.concrete_fields:
            if field.attname in own or isinstance(field, FoldedField):
                continue
            value = row.content.get(field.column or "")
            words = self._words(field, _in_words(value) if kind == "audit.Event" else value)
            if words:
                label = LABELS.get((kind, field.name)) or str(field.verbose_name)
                yield [label[:1].upper() + label[1:], words]

    def _look(self, row: Found) -> Iterator[list[str]]:
        """Roles alone: who it was by name is for the council to look into."""
        yield ["What was opened", str(row.content["what"])]
        yield ["By", self._role(row.content["actor_id"])]

    def _words(self, field: Any, value: Any) -> str:
        if value in (None, "", [], {}) or value is False:
            return ""
        if isinstance(field, models.ForeignKey):
            return self._named_by(field, value)
        if isinstance(field, models.DateTimeField):
            moment = timezone.localtime(datetime.fromisoformat(value))
            return f"{moment.day} {moment:%B %Y, %H:%M}"
        if isinstance(field, models.DateField):
            return in_words(date.fromisoformat(value))
        if value is True:
            return "Yes"
        base = getattr(field, "base_field", field)
        labels = {str(key): str(said) for key, said in base.flatchoices or ()}
        return "\n".join(labels.get(one, one) for one in _flat(value))

    def _named_by(self, field: Any, number: int) -> str:
        target = field.related_model
        if target is Person:
            return self._people.get(number, "Somebody else")
        if target is User:
            return self._worker(number)
        found = self._named.get(target, {}).get(number)
        return str(found) if found else ""

    def _worker(self, number: int) -> str:
        user = self._workers.get(number)
        return f"{user.name}, {self._role(number).lower()}" if user else "A worker"

    def _role(self, number: int | None) -> str:
        user = self._workers.get(number or 0)
        role = ROLES.get(user.role or "") if user else None
        return role.title if role else "The system, or somebody no longer here"


def _day_of(row: Found) -> date | None:
    for name in WHEN:
        value = row.content.get(name)
        if isinstance(value, str) and value[:4].isdecimal():
            if "T" in value:
                return timezone.localtime(datetime.fromisoformat(value)).date()
            return date.fromisoformat(value)
    return None


def _in_words(value: Any) -> Any:
    """What a deed says beside its sentence, without the numbers of rows."""
    if isinstance(value, dict):
        return {key: kept for key, inner in value.items() if (kept := _in_words(inner)) is not None}
    if isinstance(value, list):
        return [kept for inner in value if (kept := _in_words(inner)) is not None]
    return None if isinstance(value, int) and not isinstance(value, bool) else value


def _flat(value: Any) -> Iterator[str]:
    """What a JSON value holds, a line each; dates as they are said."""
    if isinstance(value, dict):
        for key, inner in value.items():
            said = list(_flat(inner))
            if said:
                yield f"{str(key).replace('_', ' ').capitalize()}: {', '.join(said)}"
    elif isinstance(value, list):
        for inner in value:
            yield from _flat(inner)
    elif value not in (None, ""):
        yield (
            {True: "yes", False: "no"}.get(value, str(value))
            if isinstance(value, bool)
            else str(value)
        )
