"""Confirming who one is, being away, and one's own sessions."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts import demonstration
from accounts.actions.keeping import MOST, kept_for
from accounts.idling import CONFIRMED, LAST_USE, SIGNED_IN
from accounts.models import KeptText, PasswordAlone
from earlyhelp.refusals import refuse_the_demonstrations_door
from tests.accounts.people import sign_in
from tests.cast import PASSWORD, World

USERS = "/settings/site/accounts/user/"


def rewind(client: Any, key: str, seconds: float) -> None:
    session = client.session
    session[key] = time.time() - seconds
    session.save()


def test_a_role_is_changed_only_by_somebody_just_confirmed(world: World, client: Any) -> None:
    sign_in(client, world.admin.email)
    page = f"{USERS}{world.practitioner.pk}/change/"
    assert client.get(page).status_code == 200
    rewind(client, CONFIRMED, 601)
    asked = client.get(page)
    assert asked.headers["Location"].startswith("/account/confirm/?next=%2Fsettings")
    typed = {"email": world.practitioner.email, "name": "Pat P", "role": "head_of_service",
             "capacity": "18", "is_active": "on"}  # fmt: skip
    late = client.post(page, typed)
    assert late.headers["Location"] == "/account/confirm/?next=%2Faccount%2Fkept%2F"
    world.practitioner.refresh_from_db()
    assert world.practitioner.role == "practitioner"
    confirm = client.get(late.headers["Location"])
    assert confirm.headers["Location"].startswith("/account/reauthenticate/")
    assert client.post(confirm.headers["Location"], {"password": "wrong"}).status_code == 200
    back = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/kept/"})
    assert back.headers["Location"] == "/account/kept/"
    kept = client.get(back.headers["Location"]).content.decode()
    assert "head_of_service" in kept
    again = typed | {"kept": str(KeptText.objects.get().pk)}
    assert client.post(page, again).status_code == 302
    world.practitioner.refresh_from_db()
    assert world.practitioner.role == "head_of_service"
    assert not KeptText.objects.exists()


def test_a_new_role_signs_in_anew(world: World, client: Any) -> None:
    theirs = Client()
    sign_in(theirs, world.practitioner.email)
    sign_in(client, world.admin.email)
    typed = {"email": world.practitioner.email, "name": "Pat P", "role": "head_of_service",
             "capacity": "18", "is_active": "on"}  # fmt: skip
    client.post(f"{USERS}{world.practitioner.pk}/change/", typed)
    assert theirs.get("/start/").status_code == 302


@pytest.mark.parametrize(
    ("path", "how", "counts"),
    [
        ("/start/", {}, True),
        ("/api/v1/measures/", {}, False),
        ("/start/", {"headers": {"HX-Request": "true"}}, False),
        ("/account/still-here/", {}, False),
    ],
)
def test_what_counts_as_use(
    world: World, client: Any, path: str, how: dict[str, Any], counts: bool
) -> None:
    sign_in(client, world.desk.email)
    rewind(client, LAST_USE, 600)
    client.get(path, **how)
    assert (time.time() - client.session[LAST_USE] < 60) == counts


def test_saying_that_one_is_here_counts(world: World, client: Any) -> None:
    sign_in(client, world.desk.email)
    rewind(client, LAST_USE, 1700)
    assert client.get("/account/still-here/").json()["left"] < 110
    client.post("/account/still-here/")
    assert client.get("/account/still-here/").json()["left"] > 1700


@pytest.mark.parametrize(("key", "seconds"), [(LAST_USE, 1801), (SIGNED_IN, 8 * 3600 + 1)])
def test_a_session_that_is_over_opens_nothing(
    world: World, client: Any, key: str, seconds: int
) -> None:
    sign_in(client, world.desk.email)
    rewind(client, key, seconds)
    assert client.get("/start/").headers["Location"] == "/account/login/?next=/start/"
    assert client.get("/api/v1/measures/").status_code in {401, 403}
    assert client.get("/account/still-here/").json() == {"left": 0, "user": None}
    assert client.get("/account/kept/").status_code == 302


def test_kept_text_is_sealed_bound_and_few(world: World, client: Any) -> None:
    sign_in(client, world.desk.email)
    rewind(client, LAST_USE, 1801)
    for number in range(MOST + 2):
        sent = client.post("/find/", {"q": f"Okafor {number}", "csrfmiddlewaretoken": "x"})
        assert sent.headers["Location"] == "/account/login/?next=/account/kept/"
    assert [text["typed"]["q"] for text in kept_for(world.desk)] == [
        [f"Okafor {number}"] for number in range(MOST + 1, 1, -1)
    ]
    row = KeptText.objects.first()
    assert row is not None
    assert "Okafor" not in row.sealed
    KeptText.objects.update(user=world.manager)  # somebody who may write the table
    assert kept_for(world.manager) == []


def test_kept_text_of_others_is_neither_shown_nor_thrown_away(world: World, client: Any) -> None:
    sign_in(client, world.desk.email)
    rewind(client, LAST_USE, 1801)
    client.post("/find/", {"q": "Okafor"})
    kept = KeptText.objects.get()
    sign_in(client, world.manager.email)
    assert "Okafor" not in client.get("/account/kept/").content.decode()
    client.post("/account/kept/discard/", {"id": kept.pk})
    client.post("/find/", {"q": "x", "kept": str(kept.pk)})
    assert KeptText.objects.filter(pk=kept.pk).exists()


def test_a_forged_form_is_not_kept(world: World) -> None:
    """A page elsewhere cannot put words into somebody's store: its form has no token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.desk)
    rewind(client, LAST_USE, 1801)
    assert client.post("/find/", {"q": "planted"}).status_code == 403
    assert not KeptText.objects.exists()


def test_own_sessions_are_listed_and_ended(world: World, client: Any) -> None:
    others = [Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows) Firefox/130") for _ in range(2)]
    for one in (client, *others):
        sign_in(one, world.desk.email)
    page = client.get("/account/sessions/")
    assert page.content.decode().count("Firefox on Windows") >= 2
    rows = [it for it in page.context["sessions"] if not it["here"]]
    stranger = Client()
    sign_in(stranger, world.manager.email)
    assert stranger.post("/account/sessions/", {"session": rows[0]["id"]}).status_code == 404
    client.post("/account/sessions/", {"session": rows[0]["id"]})
    assert sorted(one.get("/start/").status_code for one in others) == [200, 302]
    client.post("/account/sessions/", {"session": "others"})
    assert [one.get("/start/").status_code for one in others] == [302, 302]
    assert client.get("/start/").status_code == 200
    assert stranger.get("/start/").status_code == 200


def test_the_switch_opens_nothing_outside_the_demonstration(
    world: World, strict_doors: None, client: Any, settings: Any
) -> None:
    demonstration.let_a_password_be_enough()
    assert not demonstration.password_alone()
    sign_in(client, world.practitioner.email)
    assert client.get("/start/").headers["Location"] == "/account/2fa/"
    with pytest.raises(Exception, match="holds the demonstration"):
        refuse_the_demonstrations_door()
    settings.DEMONSTRATION = True
    refuse_the_demonstrations_door()
    assert demonstration.password_alone()


def test_being_the_demonstration_opens_nothing_without_the_switch(
    world: World, strict_doors: None, client: Any, settings: Any
) -> None:
    settings.DEMONSTRATION = True
    assert not PasswordAlone.objects.exists()
    sign_in(client, world.practitioner.email)
    assert client.get("/start/").headers["Location"] == "/account/2fa/"


def test_only_load_demo_sets_the_switch() -> None:
    root = Path(__file__).parent.parent.parent
    users = {
        str(file.relative_to(root))
        for app in ("accounts", "audit", "cases", "earlyhelp", "localities", "referrals")
        for file in (root / app).rglob("*.py")
        if "let_a_password_be_enough()" in file.read_text()
        and "def let_a_password_be_enough" not in file.read_text()
    }
    assert users == {"earlyhelp/demo/loading.py"}


def test_without_the_second_step_a_password_would_open_records(
    world: World, strict_doors: None, client: Any, settings: Any
) -> None:
    """What the middleware is for: the same session, with it and without."""
    sign_in(client, world.practitioner.email)
    assert client.get("/start/").status_code == 302
    without(settings, "SecondStepMiddleware")
    open_ = Client()
    sign_in(open_, world.practitioner.email)
    assert open_.get("/start/").status_code == 200


def test_without_the_idle_clock_a_session_left_open_would_stay_open(
    world: World, client: Any, settings: Any
) -> None:
    without(settings, "IdleMiddleware")
    sign_in(client, world.desk.email)
    rewind(client, LAST_USE, 7 * 3600)
    assert client.get("/start/").status_code == 200


def without(settings: Any, middleware: str) -> None:
    settings.MIDDLEWARE = [it for it in settings.MIDDLEWARE if not it.endswith(middleware)]
