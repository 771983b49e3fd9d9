"""Telling whoever sent a request what became of it, as far as they may know.

Each is called in the transaction of what happened. Who may know how much says
`referrals.answering`; what nobody could be told by a letter or a page stands in “Not answered
yet” until the desk has told them another way, or has written why not.
"""

import json
import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from audit.actions.posting import post
from audit.actions.recording import record
from audit.days import in_words
from audit.models import Job
from audit.refusal import Refused, refuse_if
from localities.models import Authority
from referrals.answering import BY_HAND, Part, Safe, SafeWay, ways_said_safe
from referrals.answering_words import (
    IN_YOUR_SYSTEM,
    RECEIVED,
    SIGN_IN,
    SUBJECTS,
    WITH_CODE,
    Facts,
    answer_key,
    asks,
    letter,
    sentences,
)
from referrals.models import Answer, Event, Referral, Who
from referrals.queries.answers import Standing, requests_of_case, standings
from referrals.rules.blocking import blockers

Way = Answer.Way
NO_WAY = "They left no way to be told. They would be told no more than that it was looked at."
NOTHING_SAID = "Write what they were told."
NAMED = "Leave names out of what the sender is told: it goes by email. Say “the child”."
# Names that are words as well: in small letters they are taken for words.
_WORDS = """
april august autumn baker bill black brown child cook dawn day eve faith frank grace grant green
guy hill hope joy june king long mark max may ray read rich rob rose short sky summer white will
wood young
"""
NOT_NAMES = frozenset(_WORDS.split())
YOUR_SYSTEM = "Your own system shows how it stands, under this reference."
NO_REASON = "Write why they were not told."
NO_CHOICE = "Choose how the person who asked hears of it, or that they are not told."
NOT_BY_HAND = "Choose how they were told, or that they were not."
NOT_SAID_SAFE = (
    "The request does not say that this way is safe for the family. Write how you know that it is, "
    "or choose another."
)


class Tell(StrEnum):
    """How somebody of the family who asked hears what was decided: chosen with the decision."""

    EMAIL = "email"  # safe for them, to the address they confirmed
    BY_HAND = "by_hand"  # stands in “Not answered yet” until somebody has told them
    NOT_TOLD = "not_told"


def tell_received(*, referral: Referral, by: Any, at: datetime | None = None) -> None:
    """A receipt, where the sender's address is known to be theirs. The page shows one anyway."""
    moment = timezone.localtime(referral.due_at)
    said = [RECEIVED.format(by=f"{moment:%H:%M} on {in_words(moment.date())}")]
    if referral.urgent:
        said.insert(0, "If somebody is in danger now, ring 999. This is not read at night.")
    [standing] = standings([referral.pk])
    _tell(standing, Event.RECEIVED, said, by, at)


def tell_asked(*, referral: Referral, answer_by: date, by: Any, at: datetime) -> None:
    """That a question waits for them, to an address that is known to be theirs. What is asked may
    name people, so it stands on their page alone, or is asked on the telephone. Not to a family
    that says that nobody should contact it."""
    [standing] = standings([referral.pk])
    if standing.is_asked_by_letter(referral.safe_way):
        _post(standing, "asked", _asks(standing, answer_by), by, at)


def _asks(standing: Standing, answer_by: date) -> list[str]:
    first = SIGN_IN if standing.account else ""
    if standing.system:
        first = IN_YOUR_SYSTEM
    elif standing.by_code:
        first = WITH_CODE
    return asks(answer_by, Authority.current().desk_phone, first)


def tell_decided(
    *,
    referral: Referral,
    by: Any,
    told: str = "",
    tell: str = "",
    why_not: str = "",
    at: datetime | None = None,
) -> None:
    """That it was decided. `told` is why, in plain words for the sender; `tell`, how somebody of
    the family hears it, or with `why_not` that they do not: where a professional or the public
    asked, that is written down besides what the sender is told."""
    [standing] = standings([referral.pk])
    parts = standing.parts(Event.DECIDED, safe=Safe.YES if tell == Tell.EMAIL else Safe.UNKNOWN)
    if standing.who == Who.FAMILY and tell == Tell.NOT_TOLD:
        _nobody_to_tell(standing, by, at, why_not.strip())
        return
    if standing.who == Who.FAMILY and Part.DECISION not in parts:
        return  # by telephone or in person, from somebody who knows that it is safe
    if standing.lead:
        parts |= standing.parts(Event.ALLOCATED)
    outcomes = tuple(standing.outcomes)
    facts = Facts(outcomes, told.strip(), standing.lead, replaces=standing.replaces)
    said = sentences(parts, facts)
    answered = _tell(standing, Event.DECIDED, said, by, at, why=told.strip())
    if not answered and not can_be_reached(referral):
        _nobody_to_tell(standing, by, at, NO_WAY)
    if tell == Tell.NOT_TOLD:
        _nobody_to_tell(standing, by, at, why_not.strip(), who=Who.FAMILY)


def can_be_reached(referral: Referral) -> bool:
    """Whether whoever sent it left a telephone number or an address, by which the desk tells them
    what no letter and no page does."""
    return bool(referral.sender_phone or referral.sender_email)


def doubts_about_telling(referral: Referral, tell: str, why_not: str) -> dict[str, str]:
    """By the name of the field: what is missing of how somebody of the family hears it."""
    [standing] = standings([referral.pk])
    if standing.who == Who.FAMILY and tell not in ways_to_tell(standing, referral.safe_way):
        return {"tell": NO_CHOICE}
    return {"why_not_told": NO_REASON} if tell == Tell.NOT_TOLD and not why_not.strip() else {}


def ways_to_tell(standing: Standing, safe_way: str = "") -> list[Tell]:
    """How somebody of the family may hear it; a letter goes to a confirmed address alone, and
    nothing where their request says that nobody should contact them."""
    if safe_way == SafeWay.DO_NOT:
        return [Tell.NOT_TOLD]
    return list(Tell) if standing.confirmed else [Tell.BY_HAND, Tell.NOT_TOLD]


def doubts_about_told(referral: Referral, told: str) -> list[str]:
    """Why these words may not be sent: letters name nobody of the family."""
    words = set(re.findall(r"\w+", told))
    written = {word.casefold() for word in words} - {word for word in words if word in NOT_NAMES}
    named = {
        part
        for person in referral.people.all()
        for name in (person.given_name, person.family_name)
        for part in re.findall(r"\w{3,}", name.casefold())
    }
    return [NAMED] if written & named else []


def case_allocated(*, case: Any, by: Any, at: datetime | None = None) -> None:
    """Who leads, to those who may know it. Named in settings.CASE_ALLOCATING_STEPS."""
    _tell_all(case, Event.ALLOCATED, by, at, on=None)


def case_closed(*, case: Any, by: Any, on: date) -> None:
    """That it has ended, to those who may know it. Named in settings.CASE_CLOSING_STEPS: before
    the team is let go, so that its members are told."""
    _tell_all(case, Event.CLOSED, by, None, on=on)


@transaction.atomic
def note_told(
    *,
    referral: Referral,
    event: str,
    way: str,
    words: str,
    by: Any,
    family: bool = False,
    safe_because: str = "",
    at: datetime | None = None,
) -> None:
    """The desk has told them by telephone, say; or they were not told, and `words` are why.

    Them: whoever sent it, or with `family` the family that somebody else asked for. The family is
    told by a way the request says is safe; by another with `safe_because`, which the history keeps.
    """
    refuse_if(blockers(referral, "tell", by))
    if way not in BY_HAND:
        raise Refused(NOT_BY_HAND)
    if not words.strip():
        raise Refused(NO_REASON if way == Way.NOT_TOLD else NOTHING_SAID)
    [standing] = standings([referral.pk])
    who = Who.FAMILY if family else standing.who
    if who == Who.FAMILY and not_said_safe(referral, way) and not safe_because.strip():
        raise Refused(NOT_SAID_SAFE)
    not_told = way == Way.NOT_TOLD
    _write(
        standing,
        event,
        way,
        by,
        at,
        text="" if not_told else words.strip(),
        why_not=words.strip() if not_told else "",
        who=who,
    )
    said = f"{Way(way).label}: {Event(event).label.lower()}"
    to = "family" if family else "sender"
    why = safe_because.strip() if not_said_safe(referral, way) else ""
    record("request.answered", referral, f"Answer to the {to}. {said}", by=by, reason=why)


def not_said_safe(referral: Referral, way: str) -> bool:
    """Whether the request names other ways, and not this one, as safe for the family."""
    return way not in ways_said_safe(referral.safe_way)


def _tell_all(case: Any, event: Event, by: Any, at: datetime | None, *, on: date | None) -> None:
    for standing in standings(requests_of_case(case)):
        parts = standing.parts(event)
        if said := sentences(parts, Facts(lead=standing.lead, closed_on=on)):
            _tell(standing, event, said, by, at)


def _tell(
    standing: Standing,
    event: Event,
    said: list[str],
    by: Any,
    at: datetime | None,
    *,
    why: str = "",
) -> bool:
    """By letter to an address that is known to be theirs, else on their page, if they have one."""
    words: dict[str, Any] = {"text": "\n\n".join(said), "why": why}
    if standing.confirmed:
        sent = _post(standing, event, said, by, at)
        _write(standing, event, Way.EMAIL, by, at, letter=sent, **words)
    elif standing.has_page:
        _write(standing, event, Way.PAGE, by, at, **words)
    return standing.confirmed or standing.has_page


def _post(standing: Standing, event: str, said: list[str], by: Any, at: datetime | None) -> Job:
    moment = at or timezone.now()
    [job] = post(
        to=[standing.email],
        subject=SUBJECTS[event],
        text=letter(standing.reference, standing.received_at, said, where_to_look(standing)),
        by=by,
        key=answer_key(standing.number, event, moment),
    )
    return job


def where_to_look(standing: Standing) -> str:
    """Where they see how it stands, in a letter."""
    if standing.system:
        return YOUR_SYSTEM
    if standing.account:
        return f"Sign in to see how it stands: {settings.SITE_URL}{reverse('our-families')}"
    page = f"{settings.SITE_URL}{reverse('request-status')}"
    return f"See how it stands with the code of your receipt: {page}"


def _nobody_to_tell(
    standing: Standing, by: Any, at: datetime | None, why_not: str, who: Who | None = None
) -> None:
    _write(standing, Event.DECIDED, Way.NOT_TOLD, by, at, why_not=why_not, who=who)


def _write(
    standing: Standing,
    event: str,
    way: str,
    by: Any,
    at: datetime | None,
    *,
    text: str = "",
    why: str = "",
    why_not: str = "",
    letter: Job | None = None,
    who: Who | None = None,
) -> None:
    """By the one function that everybody may call and that shows nothing."""
    answer = {
        "referral_id": standing.number,
        "event": event,
        "who": who or standing.who,
        "way": way,
        "text": text,
        "why": why,
        "why_not": why_not,
        "at": (at or timezone.now()).isoformat(),  # whole: it is compared with the decision's
        "by_id": getattr(by, "pk", None),
        "letter_id": letter.pk if letter else None,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT write_answer(%s::jsonb)", [json.dumps(answer)])
