"""The settings site: configuration, by those who may configure, and nothing else."""

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from audit.models import Event
from localities.models import Agency, Closure
from localities.site import configuration
from tests.cast import World

CONFIGURED = {
    "accounts.user",
    "localities.agency",
    "localities.authority",
    "localities.challenge",
    "localities.closure",
    "localities.locality",
    "localities.othercouncil",
    "localities.population",
    "localities.schoolholiday",
    "localities.service",
    "localities.sharingagreement",
    "localities.team",
    "referrals.keyadult",
}


def test_only_configuration_is_there() -> None:
    assert {model._meta.label_lower for model in configuration._registry} == CONFIGURED


def test_settings_leads_to_each_table(world: World, client: Client) -> None:
    client.force_login(world.admin)
    text = client.get("/settings/").content.decode()
    for label in CONFIGURED:
        page = f"/settings/site/{label.replace('.', '/')}/"
        assert page in text
        assert client.get(page).status_code == 200
        opened = client.get(f"{page}add/").status_code
        assert opened == (403 if label == "localities.authority" else 200)


@pytest.mark.parametrize("path", ["", "accounts/user/", "localities/closure/add/"])
def test_for_others_there_is_nothing(world: World, client: Client, path: str) -> None:
    url = f"/settings/site/{path}"
    signing_in, _status = client.get(url, follow=True).redirect_chain[-1]
    assert signing_in == f"/account/login/?next={url}"
    for who in set(world.people) - {"admin"}:
        client.force_login(world.people[who])
        assert client.get(url, follow=True).status_code == 404


def test_no_permission_reaches_beyond_configuration(world: World) -> None:
    for model in apps.get_models():
        label = model._meta.label_lower
        permission = f"{model._meta.app_label}.view_{model._meta.model_name}"
        configures = model._meta.app_label in {"accounts", "localities"} or label in CONFIGURED
        assert world.admin.has_perm(permission) == configures, label
        assert not world.manager.has_perm(permission)


def new_user(**changed: Any) -> dict[str, Any]:
    return {
        "email": "New.Person@example.org",
        "name": "New Person",
        "role": "practitioner",
        "capacity": "18",
        "is_active": "on",
    } | changed


def test_a_new_user_chooses_their_own_password(world: World, client: Client) -> None:
    client.force_login(world.admin)
    typed = new_user(localities=[world.bilston.pk], agency=world.council.pk)
    assert client.post("/settings/site/accounts/user/add/", typed).status_code == 302
    user = User.objects.get(email="new.person@example.org")
    assert not user.has_usable_password()
    assert list(user.localities.all()) == [world.bilston]
    assert not user.is_staff
    event = Event.objects.get(verb="settings.user")
    assert event.actor_id == world.admin.pk
    assert "New Person" in event.summary


def test_somebody_who_leaves_is_ended_and_not_deleted(world: World, client: Client) -> None:
    client.force_login(world.admin)
    user = world.practitioner
    url = f"/settings/site/accounts/user/{user.pk}/"
    typed = new_user(email=user.email, name=user.name)
    del typed["is_active"]
    assert client.post(f"{url}change/", typed).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert user.ended_on is not None
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403


def test_a_closure_day_may_be_taken_back(world: World, client: Client) -> None:
    client.force_login(world.admin)
    day = Closure.objects.create(on="2026-12-24", reason="Council closed")
    url = f"/settings/site/localities/closure/{day.pk}/delete/"
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not Closure.objects.exists()
    assert Event.objects.filter(verb="settings.closure", summary__contains="deleted").exists()


def test_an_agency_is_ended_and_not_deleted(world: World, client: Client) -> None:
    client.force_login(world.admin)
    url = f"/settings/site/localities/agency/{world.other_school.pk}/delete/"
    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Agency.objects.filter(pk=world.other_school.pk).exists()


def test_somebody_without_a_role_is_told_whom_to_ask(world: World, client: Client) -> None:
    client.force_login(world.nobody)
    assert "Your account has no role yet" in client.get("/start/").content.decode()
