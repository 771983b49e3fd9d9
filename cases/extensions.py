"""What other rooms add to the case page, without the hub knowing them.

`settings.CASE_ACTIONS` and `settings.CASE_DOCUMENTS` name functions by their dotted path. Each
takes `(case, user)` and returns a list of Action, or of Document. The case they are given
remembers what `cases.rules.blocking` has already asked of the database, so its rules cost nothing
there; a function itself should ask at most one thing more. Each label stands on the page once:
what is the next step is drawn green above the others, not twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cases.models import Case, Person


@dataclass(frozen=True)
class Action:
    """Something one may do with a case: where to, and the reasons why not now."""

    label: str
    url: str
    reasons: list[str] = field(default_factory=list)
    style: str = "secondary"


@dataclass(frozen=True)
class Document:
    """A document of a case: what it is, its day, how far it is, and its page or file."""

    title: str
    url: str
    on: date | None = None
    state: str = ""
    note: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class Notice:
    """A quiet sentence on the Summary of a case, with the page it leads to."""

    words: str
    url: str
    label: str


@dataclass(frozen=True)
class Waiting:
    """A list of another room that waits for a manager: how many, and how many of them late."""

    title: str
    number: int
    url: str
    late: int = 0


@dataclass(frozen=True)
class Meeting:
    """A meeting of another room that somebody is to be at."""

    title: str
    at: datetime
    url: str
    place: str = ""


@dataclass(frozen=True)
class Task:
    """Something another room asks of somebody. `kind` says what without a name, for the digest
    and the calendar; `on` is its day, or where it `is_due` by none, the day it came."""

    key: str
    kind: str
    what: str
    on: date
    family: str
    reference: str
    url: str
    is_due: bool = True


def tasks_of(user: Any) -> list[Task]:
    """What other rooms ask of somebody: `settings.TASKS` names functions (user)."""
    return [task for path in settings.TASKS for task in import_string(path)(user)]


def meetings_of(user: Any) -> list[Meeting]:
    """Where somebody is to be in other rooms: `settings.MEETINGS` names functions (user)."""
    return [meeting for path in settings.MEETINGS for meeting in import_string(path)(user)]


def waiting_for(user: Any) -> list[Waiting]:
    """What waits for a manager in other rooms: `settings.NEEDS_YOU` names functions (user)."""
    return [line for path in settings.NEEDS_YOU for line in import_string(path)(user)]


def actions_of(case: Case, user: Any) -> list[Action]:
    """What other rooms offer to do with this case."""
    return list(_from(settings.CASE_ACTIONS, case, user))


def notices_after_deaths(case: Case, people: Iterable[Person], user: Any) -> list[Notice]:
    """What other rooms say to whoever works with a family of which somebody has died:
    `settings.NOTICES_AFTER_DEATHS` names functions (case, people, user)."""
    gone = [one for one in people if one.died_on]
    if not gone:
        return []
    paths = settings.NOTICES_AFTER_DEATHS
    return [one for path in paths for one in import_string(path)(case, gone, user)]


def notices_before_contact(case: Case, user: Any) -> list[Notice]:
    """What other rooms say to whoever has to contact a family for the first time:
    `settings.NOTICES_BEFORE_CONTACT` names functions (case, user)."""
    if case.family_contacted_on or not case.is_live:
        return []
    return list(_from(settings.NOTICES_BEFORE_CONTACT, case, user))


def documents_of(case: Case, user: Any) -> list[Document]:
    """The documents other rooms keep of this case."""
    return list(_from(settings.CASE_DOCUMENTS, case, user))


def _from(paths: Iterable[str], case: Case, user: Any) -> Iterable[Any]:
    for path in paths:
        yield from import_string(path)(case, user)
