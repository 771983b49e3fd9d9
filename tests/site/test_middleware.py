"""What the order of the middleware keeps."""

import time

import pytest
from django.conf import settings
from django.test import Client

from accounts.idling import LAST_USE
from tests.cast import World

ORDER = [
    "audit.web.steady.SteadyMiddleware",
    "earlyhelp.walls.WallsMiddleware",
    "accounts.idling.IdleMiddleware",
    "accounts.middleware.ActingMiddleware",
    "accounts.second_step.SecondStepMiddleware",
    "cases.middleware.WithholdingMiddleware",
]


def test_the_order_is_the_one_that_was_decided() -> None:
    assert [one for one in settings.MIDDLEWARE if one in ORDER] == ORDER
    assert settings.MIDDLEWARE[:2] == ORDER[:2]
    assert settings.MIDDLEWARE[-1] == ORDER[-1]


def test_a_steady_answer_has_its_walls_and_may_not_be_changed_on_the_way(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("audit.web.steady.wait", waited.append)
    client.force_login(world.school)
    answer = client.post("/helping/", {})
    assert len(waited) == 1
    assert answer["Cache-Control"] == "no-store, no-transform"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_what_a_middleware_answers_by_itself_has_its_walls(
    world: World, client: Client, strict_doors: None
) -> None:
    """The way to a second step is shown by SecondStepMiddleware, before any view."""
    client.force_login(world.practitioner)
    answer = client.get("/my-families/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_who_was_away_too_long_is_nobody_before_the_database_is_asked(
    world: World, client: Client
) -> None:
    client.force_login(world.desk)
    session = client.session
    session[LAST_USE] = time.time() - settings.IDLE_SECONDS - 1
    session.save()
    answer = client.get("/requests/")
    assert (answer.status_code, answer.wsgi_request.user.is_authenticated) == (302, False)
