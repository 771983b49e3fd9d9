"""No name and no search term in an address, a redirect or a log line."""

import logging
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.test import Client

from accounts.acting import acting_as
from cases.actions.leads.allocating import allocate
from tests.cast import World, make_case, make_family
from tests.referrals.requests import make_request

PLANTED = "Zyxwvuq"  # a family name found nowhere else
ASKING = {"", "text", "search", "tel", "email"}
PERIOD = {"start", "end", "on"}  # of a figure or a story: days, and nobody in them
MOST = 40


class Addresses(HTMLParser):
    """Every address of a page, and the questions of forms that would put answers into one."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.asked_in_the_address: list[str] = []
        self._by_get = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        names = ("href", "action", "src", "formaction", "hx-get", "hx-post", "data-autosave-url")
        self.found += [said[name] for name in names if said.get(name)]
        if tag == "form":
            self._by_get = said.get("method", "get").lower() == "get"
        elif self._by_get and _takes_words(tag, said):
            self.asked_in_the_address.append(said.get("name", tag))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._by_get = False


def _takes_words(tag: str, said: dict[str, str]) -> bool:
    if said.get("name") in PERIOD:
        return False
    return tag == "textarea" or (tag == "input" and said.get("type", "") in ASKING)


def telling(texts: Iterable[str]) -> list[str]:
    """Those in which the planted name stands, however it is written."""
    return [text for text in texts if PLANTED.lower() in unquote_plus(text).lower()]


@pytest.fixture
def planted(world: World) -> str:
    """The page of a case of that name."""
    case = make_case(world, make_family(world, PLANTED))
    with acting_as(world.manager):
        allocate(case=case, lead=world.practitioner, by=world.manager)
    make_request({"kind": "child", "given_name": "Ada", "family_name": PLANTED})
    return f"/cases/{case.reference}/"


@pytest.mark.parametrize("who", ["practitioner", "manager", "desk"])
def test_nobody_stands_in_an_address_or_a_log_line(
    world: World, planted: str, client: Client, caplog: pytest.LogCaptureFixture, who: str
) -> None:
    caplog.set_level(logging.INFO)
    client.force_login(world.people[who])
    named, addresses, asked = walk(client, planted)
    found = client.post("/find/", {"q": PLANTED})
    assert PLANTED in found.content.decode()
    addresses += Addresses(found.content.decode()).found
    assert named, "the walk met no page on which the planted name stands"
    assert telling(addresses) == []
    assert asked == []
    assert telling(record.getMessage() for record in caplog.records) == []


def test_a_request_of_the_public_leaves_its_words_in_no_address(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.referrals.requests import typed_form

    caplog.set_level(logging.INFO)
    client.post("/support/", {})
    typed = {key: f"{value} {PLANTED}" if key == "worries" else value
             for key, value in typed_form().items()}  # fmt: skip
    answer = client.post("/support/form/", typed)
    assert answer.status_code == 302
    assert telling([answer["Location"]]) == []
    assert telling(record.getMessage() for record in caplog.records) == []


def test_what_tells_would_be_found() -> None:
    bad = f'<a href="/x?q=%5A{PLANTED[1:]}">x</a><form><input type="search" name="q"></form>'
    assert telling(Addresses(bad).found)
    assert Addresses(bad).asked_in_the_address == ["q"]


def walk(client: Client, start: str) -> tuple[int, list[str], list[str]]:
    """Follow links from two starts: pages that name the family, addresses met, questions asked."""
    waiting, seen, named = ["/", start], set[str](), 0
    addresses, asked = list[str](), list[str]()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or path.startswith(("/static/", "/account/", "/settings/site/")):
            continue
        seen.add(path)
        answer: Any = client.get(path)
        addresses.append(answer.headers.get("Location", ""))
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        page = answer.content.decode()
        named += PLANTED in page
        of_page = Addresses(page)
        addresses += of_page.found
        asked += of_page.asked_in_the_address
        links = [*of_page.found, answer.headers.get("Location", "")]
        waiting += [link.split("#")[0] for link in links if re.match(r"/(?!/)", link)]
    return named, addresses, asked
