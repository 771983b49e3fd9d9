"""What load balancers ask."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_ready_when_the_database_and_valkey_answer(client: Client) -> None:
    response = client.get(reverse("readyz"))
    assert response.status_code == 200
    assert response.json() == {"database": True, "valkey": True}


@pytest.mark.django_db
def test_ready_without_valkey_which_only_wakes_workers(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get(reverse("readyz"))
    assert (response.status_code, response.json()["valkey"]) == (200, False)


def test_alive_asks_nobody(client: Client) -> None:
    """No database is allowed in this test."""
    assert client.get(reverse("livez")).content == b"alive\n"
