"""What somebody wrote in the requests they sent, which they keep.

See cases.queries.sharing.written.
"""

from collections.abc import Iterator
from datetime import datetime

from cases.queries.sharing.written import Written, called
from referrals.models import Referral

FIELDS = ("worries", "going_well", "tried", "why_not")


def requests(before: datetime, most: int) -> Iterator[Written]:
    for at, reference, *words in called("requests_written", before, most):
        parts = [(_asked(name), text) for name, text in zip(FIELDS, words, strict=True) if text]
        yield Written(at, "Request for support", reference, parts)


def _asked(name: str) -> str:
    words = str(Referral._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return words[:1].upper() + words[1:]
