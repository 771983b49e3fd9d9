"""The key of words not yet sent: one's own, the same tomorrow, and in nobody else's pages."""

import re
from base64 import b64decode

from django.test import Client

from tests.cast import World

KEY = re.compile(rb' data-unsent="(\S+) (\S+)"')


def test_everybody_has_a_key_of_their_own(world: World, client: Client) -> None:
    given = []
    for user in (world.practitioner, world.manager, world.school, world.practitioner):
        client.force_login(user)
        answer = client.get("/account/kept/")
        assert "no-store" in answer["Cache-Control"]
        given += KEY.findall(answer.content)
    assert given[0] == given[3]
    names, secrets = zip(*given[:3], strict=True)
    assert len(set(names)) == len(set(secrets)) == 3
    assert {len(b64decode(secret)) for secret in secrets} == {32}


def test_where_nobody_is_signed_in_there_is_none(world: World, client: Client) -> None:
    assert not KEY.search(client.get("/privacy/").content)
