"""Putting a batch of checked requests into the record, set by set, in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from audit.actions.numbering import reserve_references
from audit.actions.queueing import ask
from audit.actions.recording import record_each
from audit.text import fold
from cases.importing.cells import remembering
from cases.importing.problems import problem
from cases.importing.running import Written
from cases.importing.staging import line_to_copy, plain_row, to_copy
from cases.models import Address, ImportRun
from localities.models import Agency, Authority
from localities.routing import NO_FIXED_ABODE
from referrals.actions.clock import due_at
from referrals.actions.doors.receiving import ROUTED, source_code_of
from referrals.actions.doors.replying import alert_duty_of_file
from referrals.importing.checking import Ready
from referrals.models import Referral, ReferralPerson

FILE = Referral.Door.FILE
DIFFERS = (
    "There is a request with this reference already, and it says something else. It was left as "
    "it is: change it on its page, or give the row a reference of its own"
)
FURTHER_UP = (
    "Row {row} of this file has the same reference. Rows of one request follow one another: put "
    "them together, or give this one a reference of its own"
)

# Columns of the staging tables (referrals/sql/importing.sql) with what they hold when nothing is
# said: those that are no text, then those that are.
STAGED: dict[str, Any] = {
    "urgent": False, "sender_agency_id": None, "reasons": [],
    "sender": "", "sender_name": "", "sender_role": "", "sender_phone": "", "sender_email": "",
    "source_code": "", "address_kind": "home", "address": "", "postcode": "", "worries": "",
    "going_well": "", "tried": "", "family_knows": "", "why_not": "", "safe_way": "",
    "safe_way_words": "",
}  # fmt: skip
STAGED_PERSON: dict[str, Any] = {
    "date_of_birth": None, "expected_on": None,
    "kind": "child", "given_name": "", "family_name": "", "sex": "U", "relationship": "",
    "school_name": "", "nhs_number": "", "upn": "",
}  # fmt: skip
_NO_TEXT, _NO_TEXT_PERSON = 3, 2
_COLUMNS = ('"row"', "identity", "content", "moment", *STAGED, "external_reference")
_COPY = f"COPY referrals_stagedrequest ({', '.join(_COLUMNS)}) FROM STDIN"
_COLUMNS_OF_PERSON = ('"row"', "place", *STAGED_PERSON, "given_key", "family_key")
_COPY_PEOPLE = f"COPY referrals_stagedperson ({', '.join(_COLUMNS_OF_PERSON)}) FROM STDIN"
_folded = remembering(fold, 20_000)

# A day, or nothing, to when it was received and when its clock runs out.
Clock = Callable[[date | None], tuple[datetime, datetime]]


@dataclass(frozen=True, slots=True)
class Lines:
    """A batch as it goes into the staging tables. `days`: when its requests were received; a line
    names one of them by its place, from 1 on."""

    requests: bytes
    people: bytes
    days: list[date | None]


def lines_of(batch: Sequence[Ready], agencies: Mapping[int, Agency]) -> Lines:
    """What of a batch can be made ready while another is written."""
    days = list({ready.received_on: None for ready in batch})
    places = {day: place for place, day in enumerate(days, start=1)}
    requests = (_request(ready, places[ready.received_on], agencies) for ready in batch)
    return Lines(to_copy(requests), to_copy(_people(batch)), days)


def write(
    batch: Sequence[Ready], lines: Lines, *, run: ImportRun, by: Any, clock: Clock
) -> Written:
    """Write those that are not there yet. Within the caller's transaction.

    Each is as `receive` would have written it: reference, locality, clock, whom it is kept for and
    closed to, history and event. Duty is told of those in which somebody is in danger. Whether a
    family is known is found out by a job.
    """
    by_row = {ready.row: ready for ready in batch}
    moments = [clock(day) for day in lines.days]
    with connection.cursor() as cursor:
        for statement, some in ((_COPY, lines.requests), (_COPY_PEOPLE, lines.people)):
            with cursor.copy(statement) as copy:
                copy.write(some)
        cursor.execute("SELECT * FROM claim_staged_requests(%s)", [run.pk])
        there = cursor.fetchall()
        written = _already(there, by_row)
        ids = _receive(cursor, moments)
    record_each("request.received", Referral, ids, f"Request received: {FILE.label}", by=by)
    if ids:
        key = f"screen import {run.pk} {batch[0].row}"
        ask("screen_imported", key=key, by=by, payload={"ids": ids})
    known = {row for row, _, _ in there}
    if urgent := sum(one.facts.get("urgent", False) for one in batch if one.row not in known):
        alert_duty_of_file(many=urgent, by=by, key=f"danger import {run.pk} {batch[0].row}")
    written.things = len(ids)
    written.created = sum(ready.rows for ready in batch) - written.already - written.wrong
    return written


def clock_now() -> Clock:
    """When a request counts as received: now, or when the office opened on the day it names."""
    now = timezone.now()
    opens = time.fromisoformat(str(Authority.current().opens_at))

    def moments(day: date | None) -> tuple[datetime, datetime]:
        at = now
        if day and day < timezone.localdate(now):
            at = timezone.make_aware(datetime.combine(day, opens))
        return at, due_at(at)

    return remembering(moments)  # type: ignore[arg-type,return-value]


def _request(ready: Ready, moment: int, agencies: Mapping[int, Agency]) -> str:
    facts = STAGED | ready.facts
    facts["source_code"] = facts["source_code"] or source_code_of(
        facts | {"sender_agency": agencies.get(facts["sender_agency_id"])}
    )
    if facts["address_kind"] == Address.Kind.NO_FIXED_ABODE:
        facts["postcode"] = NO_FIXED_ABODE
    said = list(facts.values())
    others = (ready.row, ready.identity, ready.content, moment, *said[:_NO_TEXT])
    return line_to_copy(others, [*said[_NO_TEXT:], ready.reference])


def _people(batch: Iterable[Ready]) -> Iterator[str]:
    for ready in batch:
        for place, person in enumerate(ready.people):
            facts = STAGED_PERSON | person
            keys = _folded(facts["given_name"]), _folded(facts["family_name"])
            said = list(facts.values())
            others = (ready.row, place, *said[:_NO_TEXT_PERSON])
            yield line_to_copy(others, [*said[_NO_TEXT_PERSON:], *keys])


def _already(rows: Iterable[tuple[int, bool, int | None]], by_row: dict[int, Ready]) -> Written:
    written = Written()
    for row, same, earlier in rows:
        ready = by_row[row]
        if same:
            written.already += ready.rows
            continue
        said = FURTHER_UP.format(row=earlier) if earlier else DIFFERS
        written.wrong += ready.rows
        written.problems.append(problem(row, "reference", ready.reference, said))
    return written


def _receive(cursor: Any, moments: list[tuple[datetime, datetime]]) -> list[int]:
    """Number and add what is staged; the ids in the order of the file. `moments`: when each day a
    request names began to count, and when its clock runs out."""
    received, due = (list(some) for some in zip(*moments, strict=True))
    cursor.execute("SELECT * FROM staged_by_year(%s)", [received])
    years = dict(cursor.fetchall())
    if not years:
        return []
    firsts = [_first_number(year, many) for year, many in years.items()]
    plain = plain_row(Referral(door=FILE)), plain_row(ReferralPerson())
    cursor.execute(
        "SELECT receive_staged_requests(%s::jsonb, %s::jsonb, %s, %s, %s, %s, %s, %s)",
        [*plain, received, due, list(years), firsts, sorted(map(str, ROUTED)), NO_FIXED_ABODE],
    )
    ids: list[int] = cursor.fetchone()[0]
    return ids


def _first_number(year: int, many: int) -> int:
    return int(reserve_references("RQ", year, many)[0].rsplit("-", 1)[1])
