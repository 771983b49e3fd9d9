"""An answer in words: for a letter, a status page and the list of what somebody has sent.

No name of a child or family stands in any of them, in no subject and in no text of ours.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils import timezone

from audit.days import in_words
from referrals.answering import Part
from referrals.models import NOT_FINAL, Outcome

SUBJECTS: dict[str, str] = {
    "received": "We have your request",
    "asked": "A question about your request",
    "decided": "Your request was looked at",
    "allocated": "News about your request",
    "closed": "News about your request",
    "confirm": "Confirm your email address",
    "danger": "Urgent: somebody is in danger, a request says",
    "high_risk": "Urgent: a notification of high risk",
}
OUTCOMES: dict[str, str] = {
    Outcome.EARLY_HELP: "Early help is offered to the family.",
    Outcome.ADVICE: "Advice is given, and who can help is named.",
    Outcome.SOCIAL_CARE: "It was passed to social care.",
    Outcome.HARM: "A social worker looks into it.",
    Outcome.PANEL: "A panel looks for who can best help.",
    Outcome.MORE_INFORMATION: "We need to know more before we decide.",
    Outcome.NO_ACTION: "Early help does nothing further now.",
}
APART = "It was not decided alike for every child. For one or more of them:"
REPLACES = "This replaces what we told you on {on}."
AGAIN = "What we told you on {on} does not stand any more. Your request is being looked at again."
AGAIN_IN_PART = (
    "For one or more of the children, what we told you on {on} does not stand any more. Your "
    "request is being looked at again."
)
LOOKED_AT = "It was received and looked at. To protect the family’s privacy we cannot say more."
RECEIVED = "It was received. The early help desk reads it by {by}."
ASKED = (
    "We need to know something from you before we can decide. Please answer by {by}: {first}ring "
    "us on {phone} and give the reference of your request."
)
AFTER_THAT = "If we hear nothing before we close that day, we decide on what we know."
SIGN_IN = "sign in and answer there, or "  # of those who have an account
WITH_CODE = "with the code of your receipt, or "  # of those who have none
BELOW = "below, or "  # behind that code
IN_YOUR_SYSTEM = "in your own system, or "  # of whoever’s system sent it
READING = "It was received. The early help desk is reading it."


@dataclass(frozen=True)
class Facts:
    """What may stand in an answer; `may_be_told` says how much of it does."""

    outcomes: tuple[str, ...] = ()
    why: str = ""
    lead: str = ""
    closed_on: date | None = None
    replaces: date | None = None  # when they were told of a decision that stands no more


def asks(by: date, phone: str, first: str = "") -> list[str]:
    """That a question waits for them: by which day, how, and what happens without an answer.
    `first`: how it is answered without a telephone."""
    return [ASKED.format(by=in_words(by), first=first, phone=phone), AFTER_THAT]


def sentences(parts: frozenset[Part], facts: Facts) -> list[str]:
    """What somebody is told who may know these parts."""
    said = []
    if Part.DECISION in parts:
        said += [REPLACES.format(on=in_words(facts.replaces))] if facts.replaces else []
        said += [APART] if len(facts.outcomes) > 1 else []
        said += [OUTCOMES[outcome] for outcome in facts.outcomes]
        said += [facts.why] if facts.why else []
    elif Part.AGAIN in parts and facts.replaces:
        again = AGAIN if set(facts.outcomes) <= set(NOT_FINAL) else AGAIN_IN_PART
        said.append(again.format(on=in_words(facts.replaces)))
    elif Part.LOOKED_AT in parts:
        said.append(LOOKED_AT)
    if Part.LEAD in parts and facts.lead:
        said.append(f"The lead practitioner is {facts.lead}.")
    if Part.CLOSED in parts and facts.closed_on:
        said.append(f"Early help with the family ended on {in_words(facts.closed_on)}.")
    return said


def letter(reference: str, sent_at: datetime, said: list[str], where: str) -> str:
    """The text of a letter about a request, with where to see how it stands."""
    first = f"About request {reference}, which you sent on {in_words(timezone.localdate(sent_at))}."
    return "\n\n".join([first, *said, where]) + "\n"


def answer_key(number: int, event: str, moment: datetime) -> str:
    """By which a letter to whoever sent a request goes once, and is found."""
    return f"answer {number} {event} {moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"


def danger_key(reference: str) -> str:
    """By which the alert of duty about a request goes once, and is found."""
    return f"danger {reference}"
