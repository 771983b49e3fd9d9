"""The shell: for a visitor, for each role, and when something is wrong."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from earlyhelp.context import places
from localities.models import Authority

pytestmark = pytest.mark.usefixtures("gallery")


def signed_in(client: Client, role: str) -> Client:
    user = User.objects.create_user(f"{role}@example.org", "x", name="Ada Hill", role=role)
    client.force_login(user)
    return client


def test_a_visitor_sees_the_council_and_a_way_in(client: Client, authority: Authority) -> None:
    page = client.get("/").content.decode()
    assert "Wolvermere Council" in page
    assert ">Sign in</a>" in page
    assert 'name="q"' not in page
    assert "01632 960001" in page


def test_somebody_who_may_search_has_the_box(client: Client, authority: Authority) -> None:
    page = signed_in(client, "locality_manager").get("/").content.decode()
    assert 'action="/find/" method="post"' in page
    assert "Find a person or family</label>" in page
    assert "Ada Hill" in page


def test_an_analyst_has_no_search_box(client: Client, authority: Authority) -> None:
    assert 'name="q"' not in signed_in(client, "performance_analyst").get("/").content.decode()


def test_the_place_one_is_in_is_marked(client: Client, authority: Authority) -> None:
    page = signed_in(client, "practitioner").get("/my-families/").content.decode()
    assert 'href="/my-families/" aria-current="page"' in " ".join(page.split())


def test_a_visitor_has_no_places() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert places(request) == []


def test_the_shell_asks_for_the_council_once_and_nothing_else(
    client: Client, authority: Authority
) -> None:
    with CaptureQueriesContext(connection) as found:
        client.get("/")
    asked = [one["sql"] for one in found.captured_queries if " FROM " in one["sql"]]
    assert len(asked) == 1
    assert 'FROM "localities_authority"' in asked[0]


def test_nothing_inline_is_allowed_or_used(client: Client, authority: Authority) -> None:
    response = client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in response.content.decode()


def test_the_colours_are_kept_for_a_year(client: Client, authority: Authority) -> None:
    response = client.get("/theme.css")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    assert "--govuk-brand-colour: #5b2a6e" in response.content.decode()


def test_a_page_that_is_not_there_says_so_in_the_shell(
    client: Client, authority: Authority
) -> None:
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert "Wolvermere Council" in response.content.decode()


@pytest.mark.parametrize("name", ["500.html", "400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_need_no_database(name: str) -> None:
    page = render_to_string(name)
    assert "<h1" in page
    assert "None" not in page


def test_signing_in_asks_two_things(client: Client, authority: Authority) -> None:
    page = " ".join(client.get("/account/login/").content.decode().split())
    assert '<h1 class="govuk-heading-l">Sign in</h1>' in page
    assert 'for="id_login"> Email address </label>' in page
    assert 'for="id_password"> Password </label>' in page
    assert "Remember" not in page


def test_a_wrong_password_keeps_the_address_and_not_the_password(
    client: Client, authority: Authority
) -> None:
    page = client.post("/account/login/", {"login": "ada@example.org", "password": "guess-guess"})
    assert "There is a problem" in page.content.decode()
    assert 'value="ada@example.org"' in page.content.decode()
    assert "guess-guess" not in page.content.decode()


def test_nobody_makes_their_own_account(client: Client, authority: Authority) -> None:
    assert client.get("/account/signup/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/account/logout/",
        "/account/password/change/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/2fa/",
        "/account/sessions/",
        "/accessibility/",
        "/privacy/",
    ],
)
def test_every_account_page_stands_in_the_shell(
    path: str, client: Client, authority: Authority
) -> None:
    response = signed_in(client, "practitioner").get(path, follow=True)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert "govuk-template" in page
    assert "style=" not in page
