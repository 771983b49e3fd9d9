"""One key, one effect."""

import threading
import uuid
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from audit.actions.keys import AlreadyDone, note_result, use_key
from audit.actions.numbering import next_reference, reserve_references
from audit.models import OneTimeKey


def test_a_second_sending_is_answered_with_the_first_result(db: Any) -> None:
    key = uuid.uuid4()
    note_result(use_key(key, by=None), "/where/it/led/")
    with pytest.raises(AlreadyDone) as repeated:
        use_key(key, by=None)
    assert repeated.value.url == "/where/it/led/"


def test_a_failed_sending_frees_its_key(db: Any) -> None:
    key = uuid.uuid4()
    with suppress(ZeroDivisionError), transaction.atomic():
        use_key(key, by=None)
        _ = 1 / 0
    use_key(key, by=None)


def test_eight_sendings_at_once_have_one_effect(committing_db: Any) -> None:
    key, effects, repeats = uuid.uuid4(), [], []
    together = threading.Barrier(8)

    def send() -> None:
        together.wait()
        try:
            with transaction.atomic():
                use_key(key, by=None)
                effects.append(next_reference("RQ", date(2026, 11, 2)))
        except AlreadyDone:
            repeats.append(1)
        finally:
            connection.close()

    _in_threads(send, 8)
    assert (len(effects), len(repeats)) == (1, 7)
    assert OneTimeKey.objects.count() == 1


def test_references_given_out_at_once_are_all_different(committing_db: Any) -> None:
    given: list[str] = []

    def take() -> None:
        given.extend(reserve_references("EH", 2026, 3))
        connection.close()

    _in_threads(take, 8)
    assert len(set(given)) == 24
    assert next_reference("EH", date(2026, 1, 1)) == "EH-2026-00025"


def _in_threads(target: Any, how_many: int) -> None:
    threads = [threading.Thread(target=target) for _ in range(how_many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
