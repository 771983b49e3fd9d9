"""Idempotency keys: a request sent again is answered again, and done once.

Who lost the answer, because the line broke or a proxy gave up, sends the same request with the
same key. It has one effect however often and at whatever moment it comes.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import KeptAnswer

LASTS = timedelta(days=30)  # a day is promised


class OtherRequest(Exception):
    """This key came before, with another request."""


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    location: str = ""


def once(*, holder: str, key: str, digest: str, verb: Callable[[], Answer]) -> Answer:
    """Call `verb` the first time; afterwards give its answer again.

    A second request at the same moment waits for the first to end. If that fails or is refused,
    its key is free again.
    """
    with transaction.atomic():
        kept = _take(holder, key, digest)
        if kept is None:
            return _again(holder, key, digest)
        answer = verb()
        kept.status, kept.location = answer.status, answer.location
        kept.body = json.dumps(answer.body)
        kept.save(update_fields=["status", "body", "location"])
        return answer


def _take(holder: str, key: str, digest: str) -> KeptAnswer | None:
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(
                holder=holder, key=key, digest=digest, kept_at=timezone.now()
            )
    except IntegrityError:
        return None


def _again(holder: str, key: str, digest: str) -> Answer:
    kept = KeptAnswer.objects.get(holder=holder, key=key)
    if kept.digest != digest:
        raise OtherRequest
    return Answer(kept.status, json.loads(kept.body), kept.location)


def forget_old_answers() -> int:
    """How many were old enough to go."""
    return KeptAnswer.objects.filter(kept_at__lt=timezone.now() - LASTS).delete()[0]
