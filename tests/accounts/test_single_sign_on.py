"""The council's single sign-on, end to end: a browser, this site, and a provider's own process."""

import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import Page, expect

from accounts.acting import acting_as_system
from accounts.actions.ending import end
from accounts.actions.inviting import invite
from accounts.models import Invitation, User
from accounts.single_sign_on import says_second_step
from earlyhelp.local.child import Child
from earlyhelp.single_sign_on import origin_of, single_sign_on
from tests.accounts.people import letters, link_in
from tests.browsing import faults
from tests.cast import World
from tests.fixtures.worker import wait_until

ROOT = Path(__file__).parent.parent.parent
AT_THE_COUNCIL = [
    {"username": "pat", "password": "council", "email": "pat@example.org", "amr": "pwd mfa"},
    {"username": "plain", "password": "council", "email": "plain@example.org", "amr": "pwd"},
    # another subject, with the very address that the practitioner has here
    {"username": "thief", "password": "council", "email": "practitioner@example.org",
     "amr": "pwd mfa"},
]  # fmt: skip


@pytest.fixture(scope="session")
def provider_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture
def council(
    live_site: Any, settings: Any, tmp_path: Path, provider_key: str, strict_doors: None
) -> Iterator[str]:
    """The provider, which ends with us; the site is told where it is."""
    port = _free_port()
    log = tmp_path / "provider.log"
    callback = f"{live_site}/account/oidc/council/login/callback/"
    child = Child(
        name="the provider",
        command=[sys.executable, "-m", "tests.accounts.provider.serve", str(port), callback,
                 json.dumps(AT_THE_COUNCIL)],
        log=log,
        environment={**os.environ, "PROVIDER_DATABASE": str(tmp_path / "people.sqlite3"),
                     "PROVIDER_KEY": provider_key},
        folder=ROOT,
    )  # fmt: skip
    child.start()
    wait_until(lambda: "serving" in log.read_text() or not child.alive, seconds=60)
    assert child.alive, child.last_words(30)
    server = f"http://127.0.0.1:{port}"
    settings.OIDC_SERVER_URL, settings.OIDC_NAME = server, "your council account"
    settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
        server_url=server, name="your council account", client_id="early-help",
        secret="a-secret-for-tests", subject="",
    )  # fmt: skip
    settings.CONTENT_SECURITY_POLICY = _letting_forms_go_to(settings, server)
    yield server
    child.stop()


def test_an_invitation_binds_the_subject_and_its_second_step_counts(
    town: World, council: str, live_site: Any, page: Page
) -> None:
    user = _invited(town, live_site)
    (letter,) = letters()
    page.goto(f"{live_site}{link_in(letter)}")
    assert faults(page) == []
    page.get_by_role("button", name="Sign in with your council account").click()
    _at_the_council(page, "pat")
    expect(page.get_by_role("heading", name="My families")).to_be_visible()
    account = SocialAccount.objects.get(user=user)
    assert (account.provider, account.uid) == ("council", "subject-pat")
    assert Invitation.objects.get(user=user).used_at
    page.get_by_role("button", name="Sign out").click()
    _sign_in(page, live_site)  # the council still knows them
    expect(page.get_by_role("heading", name="My families")).to_be_visible()


def test_without_a_second_step_there_ours_is_asked_for(
    town: World, council: str, live_site: Any, page: Page
) -> None:
    SocialAccount.objects.create(user=town.practitioner, provider="council", uid="subject-plain")
    _sign_in(page, live_site)
    _at_the_council(page, "plain")
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    page.goto(f"{live_site}/start/")
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()


@pytest.mark.parametrize("who", ["pat", "thief"])
def test_an_unknown_subject_is_refused_whatever_its_address(
    town: World, council: str, live_site: Any, page: Page, who: str
) -> None:
    _sign_in(page, live_site)
    _at_the_council(page, who)
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Open the link in your invitation")
    assert faults(page) == []
    page.goto(f"{live_site}/start/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert not SocialAccount.objects.exists()


def test_the_same_address_with_another_subject_is_refused(
    town: World, council: str, live_site: Any, page: Page
) -> None:
    SocialAccount.objects.create(user=town.practitioner, provider="council", uid="subject-pat")
    _sign_in(page, live_site)
    _at_the_council(page, "thief")
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    assert SocialAccount.objects.count() == 1


def test_an_ended_person_is_refused(town: World, council: str, live_site: Any, page: Page) -> None:
    SocialAccount.objects.create(user=town.practitioner, provider="council", uid="subject-pat")
    with acting_as_system("arranging"):
        end(user=town.practitioner, by=town.admin)
    _sign_in(page, live_site)
    _at_the_council(page, "pat")
    expect(page.locator("main")).to_contain_text("Your account here has ended")
    page.goto(f"{live_site}/start/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"amr": "mfa"}, True),
        ({"acr": "mfa"}, True),
        ({"acrs": ["mfa"]}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["mfaX", "amfa"]}, False),
        ({"acr": "1"}, False),
        ({}, False),
    ],
)
def test_only_what_the_token_says_counts(claims: dict[str, Any], counts: bool) -> None:
    assert says_second_step({"id_token": claims}) == counts
    assert not says_second_step({"userinfo": claims})


@pytest.mark.parametrize(
    ("server", "asked", "claim"),
    [
        ("https://login.microsoftonline.com/00000000-0000/v2.0", "", "oid"),
        ("https://login.example.org", "", "sub"),
        ("https://login.example.org", "employee", "employee"),
    ],
)
def test_people_are_known_by_one_claim(server: str, asked: str, claim: str) -> None:
    made = single_sign_on(server_url=server, name="x", client_id="x", secret="x", subject=asked)
    assert made["openid_connect"]["APPS"][0]["settings"]["uid_field"] == claim


def _invited(town: World, site: Any) -> User:
    with acting_as_system("arranging"):
        user = User.objects.create_user(
            "new@example.org", name="Noor New", role="practitioner", agency=town.council,
            is_active=False,
        )  # fmt: skip
        invite(user=user, by=town.admin, site=str(site))
    return user


def _sign_in(page: Page, site: Any) -> None:
    page.goto(f"{site}/account/login/")
    page.get_by_role("button", name="Sign in with your council account").click()
    page.wait_for_load_state()


def _at_the_council(page: Page, who: str) -> None:
    page.locator("[name=login]").fill(who)
    page.locator("[name=password]").fill("council")
    page.locator("form[action*=login] button[type=submit], form button").first.click()
    page.wait_for_load_state()


def _letting_forms_go_to(settings: Any, server: str) -> dict[str, Any]:
    """As settings.py does at a start with OIDC_SERVER_URL."""
    policy = settings.CONTENT_SECURITY_POLICY
    directives = policy["DIRECTIVES"]
    allowed = [*directives["form-action"], *origin_of(server)]
    return {**policy, "DIRECTIVES": {**directives, "form-action": allowed}}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
