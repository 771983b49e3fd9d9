"""What the table of timescales says today, where a page tells it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from localities.clocks import how_long
from localities.models import Timescale
from tests.cast import World

TODAY = timezone.localdate()


@pytest.mark.parametrize(("days", "words"), [(1, "1 working day"), (3, "3 working days")])
def test_the_public_reads_how_soon_a_request_is_read(
    world: World, client: Client, days: int, words: str
) -> None:
    Timescale.objects.filter(key="triage").update(length=days)
    assert f"We read every request within {words}." in client.get("/").content.decode()


def test_a_row_that_ended_says_nothing(world: World, client: Client) -> None:
    Timescale.objects.filter(key="triage").update(to_date=TODAY - timedelta(days=1))
    assert how_long("triage") == ""
    assert "We read every request." in client.get("/").content.decode()
