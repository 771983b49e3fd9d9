"""One-time keys: the same form sent twice has one effect."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import OneTimeKey


class AlreadyDone(Exception):
    """This form was sent before. `url` is where its first sending led."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__("This was already sent. Nothing was done twice.")


def use_key(key: UUID, *, by: Any) -> OneTimeKey:
    """Take the key within the verb's transaction, or raise AlreadyDone.

    A second sending at the same moment waits for the first to end; if the first fails,
    its key is free again.
    """
    try:
        with transaction.atomic():
            return OneTimeKey.objects.create(
                key=key, used_at=timezone.now(), actor_id=getattr(by, "pk", None)
            )
    except IntegrityError:
        raise AlreadyDone(OneTimeKey.objects.get(key=key).result_url) from None


def note_result(used: OneTimeKey, url: str) -> None:
    """Remember where the first sending led, so that a second can be sent there."""
    used.result_url = url
    used.save(update_fields=["result_url"])
