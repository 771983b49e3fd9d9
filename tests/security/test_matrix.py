"""Every address × every person of the cast × every state of the record, and its answer.

Where the record decides – a role that may open the address, a state in which it may not see this
one – every cell is asked. Where it does not, and an answer only repeats from state to state, each
address is asked by each person in two of three of them; MATRIX=whole asks in all.
"""

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client

from accounts.acting import acting_as_system
from assessments.actions.loading import load_forms
from audit.models import Look
from tests.cast import World, build_world
from tests.fixtures.database import CommittedDatabase
from tests.security.matrix import NUMBERS, STATES, Address, Rule, addresses, expected, masked
from tests.security.objects import give_everything
from tests.security.rules import ELSEWHERE, NO_LOOK, ROOMS, RULES
from tests.security.safe_addresses import SafeAddresses
from tests.states import SEEN_BY, States, every_state

SITE = [a for a in addresses() if not any(a.path.startswith(room) for room in ROOMS)]
WHOLE = os.environ.get("MATRIX") == "whole"
RULED = [(address, RULES[address.name]) for address in SITE if address.name in RULES]


def test_no_address_is_without_a_rule() -> None:
    named = {address.name for address in SITE}
    assert named == set(RULES) | set(ELSEWHERE)


@pytest.fixture
def states(committing_db: CommittedDatabase) -> States:
    """Committed, so that each request is a transaction of its own, as it is on the site."""
    world = build_world()
    load_forms()
    made = every_state(world)
    for state in STATES:
        give_everything(made.cases[state], world)
    return made


def test_the_matrix(
    states: States, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each cell has its expected answer; where a record is not found, the answer is that for one
    which does not exist. No answer shows a safe address to somebody not cleared for it, and every
    page that is found has written a look. The last step is the anti-test of two walls: with
    `visible_to` letting everything through, row security still finds nothing."""
    people: list[tuple[str, Any]] = [("signed out", None), *states.world.people.items()]
    safe, looks = SafeAddresses(states, STATES), Looks()
    wrong, cells = [], 0
    for turn, (who, user) in enumerate(people):
        client = _client(user)
        nowhere: dict[str, Any] = {}  # the answer for a record that does not exist, by address
        for address, rule, state, path in _cells(states, who, user, turn):
            cells += 1
            answer = looks.during(address, rule, partial(_ask, client, path, rule))
            found = _is_found(answer)
            wrong += [f"{who}, {address.name}: safe address, {k}" for k in safe.shown(answer, who)]
            if user is None:
                wrong += _signed_out(client, address, rule, path, answer)
            elif found != _expected(rule, who, user, state):
                wrong.append(f"{who}, {address.name}, {state}: {answer.status_code}")
            elif not found and rule.under == "case":
                if address.name not in nowhere:
                    nowhere[address.name] = masked(_ask(client, _nowhere(path), rule))
                if masked(answer) != nowhere[address.name]:
                    wrong.append(f"{who}, {address.name}, {state}: not as if it did not exist")
    print(f"{cells} cells: {len(RULED)} addresses, {len(people)} people, {len(STATES)} states")
    assert not wrong, "\n".join(wrong)
    assert cells > 10_000
    assert safe.elsewhere(caplog.text) == {}
    assert safe.open_to_the_cleared  # what would be found is there to be found
    assert looks.without == set(NO_LOOK), looks.without ^ set(NO_LOOK)
    _one_wall_down(states, monkeypatch)


class Looks:
    """Which addresses answered somebody with a page, and whether one of those wrote a look."""

    def __init__(self) -> None:
        self.without: set[str] = set()
        self._with: set[str] = set()

    def during(self, address: Address, rule: Rule, ask: Callable[[], Any]) -> Any:
        if address.name in self._with or rule.post_only:
            return ask()
        before = _newest_look()
        answer = ask()
        if answer.status_code == 200 and _is_found(answer):
            (self._with if _newest_look() != before else self.without).add(address.name)
            self.without -= self._with
        return answer


def _newest_look() -> int | None:
    with acting_as_system("counting looks in a test"):
        return Look.objects.order_by("-pk").values_list("pk", flat=True).first()


def _one_wall_down(states: States, monkeypatch: pytest.MonkeyPatch) -> None:
    from cases.need_to_know import CaseQuerySet

    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda self, user: self.all())
    client = _client(states.world.practitioner2)
    for state in ("own", "restricted", "shared"):
        path = f"/cases/{states.cases[state].reference}/plan/"
        assert client.get(path).status_code == 404


def _client(user: Any) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def _cells(
    states: States, who: str, user: Any, turn: int
) -> Iterator[tuple[Address, Rule, str, str]]:
    for place, (address, rule) in enumerate(RULED):
        for number, state in enumerate(STATES if rule.under else ("",)):
            in_turn = WHOLE or (place + turn + number) % 3 > 0
            decided = rule.finds(user) and not _expected(rule, who, user, state)
            if in_turn or decided or not rule.under:
                yield address, rule, state, _path(address, rule, states, state)


def _ask(client: Client, path: str, rule: Rule) -> Any:
    answer = client.post(path, {"version": "1"}) if rule.post_only else client.get(path)
    assert answer.status_code < 500, path
    return answer


def _is_found(answer: Any) -> bool:
    elsewhere = b"Another team works on this request" in getattr(answer, "content", b"")
    return not elsewhere and answer.status_code not in {401, 403, 404}


def _expected(rule: Rule, who: str, user: Any, state: str) -> bool:
    if rule.under == "request":
        kept = state in {"restricted", "glass"}
        return rule.finds(user) and (not kept or who in SEEN_BY[state])
    return expected(rule, who, user, state)


def _signed_out(client: Client, address: Address, rule: Rule, path: str, answer: Any) -> list[str]:
    """Whoever is signed out is sent to sign in, whether the record is there or not."""
    if rule.finds(None):
        return [] if _is_found(answer) else [f"signed out, {address.name}: not found"]
    if not rule.under:
        return []
    answers = [answer, _ask(client, _nowhere(path), rule)]
    places = [one.headers.get("Location", "")[:15] for one in answers]
    same = answers[0].status_code == answers[1].status_code and places[0] == places[1]
    ok = same and (places[0] == "/account/login/" or answer.status_code in {401, 405})
    return [] if ok else [f"signed out, {address.name}: {answer.status_code}"]


def _path(address: Address, rule: Rule, states: States, state: str) -> str:
    path = address.path
    if rule.under == "request":
        path = path.replace("<slug:reference>", states.requests[state].reference)
    elif state:
        path = _of_case(address, path, states, state)
    keys = {"needs-you-list": "overdue", "figure": "starts", "api-measure": "starts"}
    path = re.sub(r"<(slug|path):key>", keys.get(address.name, ""), path)
    path = path.replace("<slug:section>", "family")
    return path.replace("<slug:reference>", "RQ-2026-99999").rstrip("$")


def _of_case(address: Address, path: str, states: States, state: str) -> str:
    case, world = states.cases[state], states.world
    path = path.replace("<slug:reference>", case.reference)
    for kind in re.findall(r"<int:(\w+)>", path):
        own = NUMBERS.get(address.name) if kind == "number" else None
        path = path.replace(f"<int:{kind}>", str(_number(own or NUMBERS[kind], case, world)))
    return path


def _number(find: Any, case: Any, world: World) -> int:
    with acting_as_system("looking for a number"):
        return int(find(case, world))


def _nowhere(path: str) -> str:
    return re.sub(r"(EH|RQ)-\d{4}-\d{5}", r"\1-2026-99999", path)
