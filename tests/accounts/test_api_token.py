"""A token reads the API as its user does, and is kept nowhere."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import ApiToken
from tests.cast import World


def make_token(email: str) -> str:
    printed = StringIO()
    call_command("make_api_token", email, "Power BI", stdout=printed)
    return printed.getvalue().strip()


def test_a_printed_token_opens_what_its_user_may(world: World, client: Client) -> None:
    analyst, practitioner = map(make_token, ("analyst@example.org", "practitioner@example.org"))
    path = "/api/v1/measures/"
    assert client.get(path, headers={"authorization": f"Token {analyst}"}).status_code == 200
    assert client.get(path, headers={"authorization": f"Token {practitioner}"}).status_code == 404
    assert not ApiToken.objects.filter(digest__contains=analyst).exists()


def test_nobody_has_no_token(world: World) -> None:
    with pytest.raises(CommandError, match="Check the address"):
        make_token("nobody.here@example.org")
