"""What somebody wrote themselves, which they keep when they no longer see a family.

Each room answers for its own words, by a function named in `settings.OWN_WORDS` that takes
(before, most). The words come through named database functions, which know who asks; names,
addresses and what others wrote are not among what they return.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from cases.models import Case, Contact

MOST = 50


@dataclass(frozen=True)
class Written:
    """One thing somebody wrote: when, what it is, about which case or request, in which words."""

    at: datetime
    what: str
    reference: str
    parts: list[tuple[str, str]]  # what was asked, or nothing, and the words
    seen: bool = False  # its author may open the case


@dataclass(frozen=True)
class WrittenPage:
    rows: list[Written]
    next_before: str = ""


def written_by(user: Any, before: str = "", most: int = MOST) -> WrittenPage:
    """The newest of what `user`, who asks, wrote before a moment."""
    moment = _moment(before)
    rows = _older_than(moment, most + 1)
    rows.sort(key=lambda row: row.at, reverse=True)
    last = rows[most - 1].at if len(rows) > most else None
    shown = [row for row in rows if last is None or row.at >= last]
    more = last.isoformat() if last and _older_than(last, 1) else ""
    return WrittenPage(_with_doors(user, shown), more)


def _older_than(moment: datetime, most: int) -> list[Written]:
    return [row for path in settings.OWN_WORDS for row in import_string(path)(moment, most)]


def contacts(before: datetime, most: int) -> Iterator[Written]:
    for at, reference, kind, no_access, words, next_step in called(
        "contacts_written", before, most
    ):
        tried = [("", "Nobody was seen or reached.")] if no_access else []
        step = [("Next step", next_step)] if next_step else []
        said = [("", words)] if words else []
        yield Written(at, str(Contact.Kind(kind).label), reference, [*tried, *said, *step])


def called(function: str, before: datetime, most: int) -> list[tuple[Any, ...]]:
    """The rows of one of the functions, whose name is the caller's and never typed."""
    with connection.cursor() as cursor:
        cursor.callproc(function, [before, most])
        return list(cursor.fetchall())


def _with_doors(user: Any, rows: list[Written]) -> list[Written]:
    names = {row.reference for row in rows}
    visible = Case.objects.visible_to(user).filter(reference__in=names)
    seen = set(visible.values_list("reference", flat=True))
    return [
        Written(row.at, row.what, row.reference, row.parts, row.reference in seen) for row in rows
    ]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return timezone.now() + timedelta(days=1)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
