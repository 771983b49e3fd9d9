"""How much whoever sent a request may be told of what became of it. Touches no database.

An abusive former partner can be a referrer, and anybody can write that they are a parent or a
police officer. So what is told follows from what is known about the sender, not from what they
say; and no answer tells whether the family was known before, unless the sender is entitled.
"""

from dataclasses import dataclass
from enum import StrEnum

from referrals.models.answer import Answer, Event, Who
from referrals.models.referral import Referral
from referrals.sources import PROFESSIONALS

Sender, SafeWay, Way = Referral.Sender, Referral.SafeWay, Answer.Way
BY_HAND = (Way.PHONE, Way.LETTER, Way.IN_PERSON, Way.NOT_TOLD)
FAMILY = frozenset({Sender.PARENT, Sender.YOUNG_PERSON})


class Part(StrEnum):
    """One thing a sender may be told."""

    RECEIVED = "received"
    LOOKED_AT = "looked_at"  # that it was received and looked at, and nothing else
    DECISION = "decision"  # what was decided, and why in plain words
    AGAIN = "again"  # that what they were told stands no more, and is looked at again
    LEAD = "lead"  # who works with the family
    CLOSED = "closed"  # that this work has ended


class Basis(StrEnum):
    """On what a professional may be told more than that their request was looked at.

    AGREED: the family knew of the request and agreed to it, which covers its outcome and no more.
    RECORDED: the family's information is shared with the sender's agency on a recorded basis, or
    the sender is in the team around the family. What has ended is no basis.
    """

    NONE = "none"
    AGREED = "agreed"
    RECORDED = "recorded"


class Safe(StrEnum):
    """Whether it is safe for somebody of the family to be told by the way there is."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sent:
    """What is known about whoever sent a request."""

    sender: str
    account: bool = False  # they are signed in with an account of an agency
    work_address: bool = False  # they confirmed an address that only services give out


def who_sent(sent: Sent) -> Who:
    """What somebody is to the family. A professional is who is known as one, not who says so."""
    if sent.sender in FAMILY:
        return Who.FAMILY
    if sent.account or (sent.sender in PROFESSIONALS and sent.work_address):
        return Who.PROFESSIONAL
    return Who.PUBLIC


def may_be_told(who: Who, event: Event, *, basis: Basis, safe: Safe) -> frozenset[Part]:
    """What of this event they may be told now; nothing, where they are not told of it at all.

    `basis` matters for professionals, `safe` for the family. The family hears what was decided
    from somebody who knows that it is safe; until then their page says what the public's says.
    """
    if event == Event.RECEIVED:
        return frozenset({Part.RECEIVED})
    if _may_know(who, event, basis, safe):
        return frozenset({_WHOLE[event]})
    return frozenset({Part.LOOKED_AT}) if event == Event.DECIDED else frozenset()


_WHOLE = {Event.DECIDED: Part.DECISION, Event.ALLOCATED: Part.LEAD, Event.CLOSED: Part.CLOSED}


def _may_know(who: Who, event: Event, basis: Basis, safe: Safe) -> bool:
    if who == Who.FAMILY:
        return safe == Safe.YES
    if who == Who.PROFESSIONAL:
        return basis == Basis.RECORDED or (basis == Basis.AGREED and event == Event.DECIDED)
    return False


def ways_said_safe(said: str) -> tuple[Answer.Way, ...]:
    """By which ways somebody of the family may be told by hand, as the request says; where it says
    nothing, or that its sender does not know, it rules out none. Not to tell them is always one."""
    if said == SafeWay.DO_NOT:
        return (Way.NOT_TOLD,)
    alone = (Way.PHONE, Way.LETTER, Way.IN_PERSON)
    return (Way(said), Way.NOT_TOLD) if said in alone else BY_HAND


def is_work_address(email: str, endings: list[str]) -> bool:
    """Whether only a service gives out such an address: name@ward.nhs.net ends in nhs.net."""
    name, _, domain = email.lower().rpartition("@")
    return bool(name) and any(
        domain == ending or domain.endswith(f".{ending}") for ending in endings
    )
