"""A door to every address of the site: somebody entitled, who comes in and sees what is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from accounts.acting import acting_as_system
from tests.cast import World
from tests.security.hostile import Pairs, forms_of
from tests.security.stage import SENT, Stage, entitled, value_of

ELSEWHERE = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect", "admin:")
NOT_A_FORM = [("one_time_key", ""), ("version", "1"), ("changed", "x"), ("words", "x")]


@dataclass
class Door:
    """An address that somebody of the cast comes in to, who, and what it answers."""

    name: str
    url: str
    who: str
    answer: Any

    @property
    def page(self) -> str:
        """What is drawn; nothing where it is no page."""
        return page_of(self.answer)


def page_of(answer: Any) -> str:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if is_page and answer.status_code == 200 else ""


class Visitors:
    """A browser for each of the cast, signed in."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.of = cache(self._sign_in)

    def _sign_in(self, who: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(self._world.people[who])
        client.post(reverse("request-support"), {})
        return client


def routes(patterns: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site: its full name and its pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{space}{pattern.name}", pattern


def opened(stage: Stage, visitors: Visitors) -> tuple[list[Door], set[str]]:
    """A door to every address, through somebody entitled who comes in; and those without."""
    doors, shut = [], set()
    for name, pattern in routes():
        if name.startswith(ELSEWHERE):
            continue
        door = _door(name, pattern, stage, visitors)
        doors += [door] if door else []
        shut |= set() if door else {name}
    return doors, shut - {door.name for door in doors}


def _door(name: str, pattern: URLPattern, stage: Stage, visitors: Visitors) -> Door | None:
    """The first of the cases and of those entitled where there is something."""
    for url in _addresses(name, pattern, stage):
        for who in entitled(name, stage.world):
            client = visitors.of(who)
            answer: Any = client.post(url, SENT[name]) if name in SENT else client.get(url)
            leads_on = answer.status_code == 302 and answer["Location"].startswith("/")
            if leads_on or answer.status_code in {200, 400, 405, 500}:
                return Door(name, url, who, answer)
    return None


def _addresses(name: str, pattern: URLPattern, stage: Stage) -> list[str]:
    keys = list(pattern.pattern.converters)
    with acting_as_system("arranging a test"):
        chosen = [{key: value_of(stage, name, key, case) for key in keys} for case in stage.cases]
    urls = []
    for values in chosen:
        try:
            urls.append(reverse(name, kwargs=values))
        except NoReverseMatch:
            continue
    return list(dict.fromkeys(urls))


def forms_behind(doors: list[Door]) -> list[tuple[Door, str, Pairs]]:
    """Every form of every page, once; an address that only takes POST gets made-up answers."""
    found: dict[Any, tuple[Door, str, Pairs]] = {}
    for door in doors:
        forms = forms_of(door.page) if door.page else [("", NOT_A_FORM)]
        for action, pairs in forms:
            to = action or door.url
            if to.startswith("/account/"):
                continue
            found.setdefault((to, tuple(name for name, _ in pairs)), (door, to, pairs))
    return list(found.values())
