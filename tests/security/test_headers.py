"""What every answer carries, and that no page holds anything inline."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browsing import noises, sign_in
from tests.cast import PASSWORD, World
from tests.fixtures.browser import LiveSite

ROOT = Path(__file__).parent.parent.parent
PUBLIC = ["/", "/support/", "/privacy/", "/account/login/", "/nowhere/", "/api/v1/measures/"]
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:"""
    r"""|<script(?![^>]*\bsrc=)(?![^>]*type="application/json")""",
    re.IGNORECASE,
)


def policy(answer: Any) -> dict[str, str]:
    said = answer["Content-Security-Policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in said)


@pytest.mark.parametrize("path", PUBLIC)
def test_every_answer_has_its_walls(world: World, client: Client, path: str) -> None:
    answer = client.get(path)
    rules = policy(answer)
    assert rules["default-src"] == rules["object-src"] == "'none'"
    assert rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == rules["style-src"] == "'self'"
    assert re.fullmatch(r"('nonce-[\w+/=]{20,}')?", rules["script-src"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "geolocation=()" in answer["Permissions-Policy"]


def test_the_nonce_is_the_pages_own_and_new_each_time(world: World, client: Client) -> None:
    seen = set()
    for _ in range(3):
        answer = client.get("/")
        (nonce,) = set(re.findall(r'nonce="([^"]+)"', answer.content.decode()))
        assert policy(answer)["script-src"] == f"'nonce-{nonce}'"
        seen.add(nonce)
    assert len(seen) == 3


def test_nothing_with_a_person_in_it_is_kept(world: World, led: Any, client: Client) -> None:
    client.force_login(world.practitioner)
    case = f"/cases/{led.reference}/"
    for path in [case, f"{case}people/", "/my-families/", "/nowhere/", "/", f"{case}nothing/"]:
        assert client.get(path)["Cache-Control"] == "no-store", path
    assert client.post("/find/", {"q": "Nowak"})["Cache-Control"] == "no-store"
    client.force_login(world.analyst)
    assert client.get("/api/v1/measures/")["Cache-Control"] == "no-store"
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/support/", {})
    assert (refused.status_code, "no-store" in refused["Cache-Control"]) == (403, True)


def test_what_may_be_kept_says_so_itself(world: World, client: Client) -> None:
    assert "immutable" in client.get(reverse("theme"))["Cache-Control"]


def test_signing_out_clears_what_the_browser_kept(world: World, client: Client) -> None:
    client.force_login(world.practitioner)
    assert "Clear-Site-Data" not in client.get("/my-families/")
    answer = client.post("/account/logout/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert client.get("/my-families/").status_code == 302


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_template_holds_anything_inline(file: Path) -> None:
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    if "/pdf/" not in str(file):  # what WeasyPrint draws is no page
        assert not INLINE.search(text), INLINE.search(text)


@pytest.mark.parametrize(
    "bad",
    ["<p style='x'>", "<style>", '<a onclick="x">', "<script>x</script>", "href=javascript:x"],
)
def test_what_is_inline_would_be_found(bad: str) -> None:
    assert INLINE.search(bad)


def test_cookies_behind_tls() -> None:
    """Asked of a process of its own, whose settings are those of a council."""
    asked = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,"
        " s.SESSION_COOKIE_DOMAIN, s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
        " 'session' in s.MESSAGE_STORAGE)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "earlyhelp.settings", "HTTPS": "true"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == [
        "__Host-sessionid", "__Host-csrftoken", "True", "True", "True", "Lax", "None",
        "31536000", "True", "True",
    ]  # fmt: skip


def test_the_browser_refuses_a_script_that_the_page_did_not_name(
    live_site: LiveSite, page: Page
) -> None:
    """The anti-test of every quiet page: the same file of ours, without the nonce, does not run."""
    said = noises(page)
    page.goto(f"{live_site.url}/privacy/")
    assert said == []
    page.evaluate(
        "() => { const it = document.createElement('script');"
        " it.src = '/static/build/js/enabled.js?again'; document.head.append(it); }"
    )
    page.wait_for_load_state("networkidle")
    assert any("Content Security Policy" in one for one in said)


def test_main_pages_are_quiet(town: World, live_site: LiveSite, quiet_page: Page) -> None:
    sign_in(quiet_page, live_site.url, "manager@example.org", PASSWORD)
    for path in ["/my-families/", "/needs-you/", "/waiting-for-allocation/", "/reports/", "/find/"]:
        quiet_page.goto(f"{live_site.url}{path}")
    quiet_page.get_by_role("button", name="Sign out").click()
    sign_in(quiet_page, live_site.url, "admin@example.org", PASSWORD)
    for path in ["/settings/", "/settings/site/accounts/user/add/"]:
        quiet_page.goto(f"{live_site.url}{path}")
