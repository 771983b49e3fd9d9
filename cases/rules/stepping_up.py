"""What a step-up, and social care’s answer to it, must say."""

from collections.abc import Iterator

from audit.refusal import Reason

NO_REASON = Reason("Write the reason social care gave for returning it.", about="reason")
NOBODY = Reason("Write who in social care gave the answer.", about="answer_by")


def unsaid(*, why_now: str, tried: str, urgent: bool, rung_whom: str) -> Iterator[str]:
    """What is missing in a step-up; an urgent one needs the call, and not what was tried."""
    if not why_now.strip():
        yield Reason("Write why this needs social care now.", about="why_now")
    if urgent and not rung_whom.strip():
        yield Reason("Ring social care first, then write whom you spoke to.", about="rung_whom")
    if not urgent and not tried.strip():
        yield Reason("Write what has been tried so far.", about="tried")


def unsaid_of_returning(reason: str) -> list[str]:
    """What is missing where social care returns a step-up."""
    return [] if reason.strip() else [NO_REASON]
