"""P3 and P4 of the goals: finding a person among a hundred thousand and among a million.

    python -m benchmarks.search [--only city]

With row security on, as a desk worker, who reaches everybody, and as a manager of one place of
twenty. Recall: is somebody found among the first twenty families when both names are typed with
one error each, alone or with the date of birth; or by a short form, another spelling or accents.
Names alone are asked only of somebody whose name fewer than ten people bear: of more, nobody could
say which is meant. Time: all statements of one search, against a look-up by primary key of the
same person, in the same run; then the page against an empty signed-in page.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from math import log10
from random import Random
from typing import Any

from benchmarks.floor import compare
from benchmarks.matching.queries import SHORT, SPELLINGS, spoil_a_letter
from benchmarks.region import CITY, REGION, open_region

SEED, ASKED = 2028, 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("city", "region"))
    only = parser.parse_args().only
    sizes = {"city": CITY, "region": REGION}
    found = {name: measure(name, size) for name, size in sizes.items() if only in (None, name)}
    if len(found) == 2:
        for who, floor in found["city"].items():
            grown = log10(found["region"][who] / floor)
            print(f"P4 growth of a search per tenfold, {who}: {grown:.2f} (goal: at most 0.25)")


def measure(name: str, size: int) -> dict[str, float]:
    open_region(size)
    desk, manager = _staff()
    middles = {}
    for who, user in (("desk worker", desk), ("manager of one place", manager)):
        middles[who] = _times(f"{name}, {who}", user)
        for kind, questions in _questions(user).items():
            _recall(f"{name}, {who}: {kind}", user, questions)
    for who, user in (("desk worker", desk), ("manager of one place", manager)):
        _page(f"P3 page, {name}, {who}", user)
    return middles


def _times(name: str, user: Any) -> float:
    """The middle of what one search’s statements take, in milliseconds."""
    from accounts.acting import acting_as

    searches, floors = [], []
    with acting_as(user):
        for text, person in _questions(user)["one error in each name"]:
            searched, looked_up = _search(user, text), _lookup(person.pk)
            searched()
            searches.append(_sql(searched))
            floors.append(_sql(looked_up))
    middle, late = statistics.median(searches), sorted(searches)[int(len(searches) * 0.95)]
    floor = statistics.median(floors)
    print(
        f"P3 {name}: {middle:.2f} ms in the middle, {late:.2f} ms for 95 in 100;"
        f" by primary key {floor:.2f} ms; {late / floor:.1f}× (goal: at most 20×)"
    )
    return middle


def _search(user: Any, text: str) -> Callable[[], object]:
    from cases.looking import read
    from cases.queries.people.find import find

    return lambda: find(user, read(text))


def _lookup(pk: int) -> Callable[[], object]:
    from cases.models import Person

    return lambda: Person.objects.only("pk").get(pk=pk)


def _sql(call: Callable[[], object]) -> float:
    from django.db import connection

    taken = [0.0]

    def clock(execute: Any, *details: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(*details)
        finally:
            taken[0] += (time.perf_counter() - start) * 1000

    with connection.execute_wrapper(clock):
        call()
    return taken[0]


def _questions(user: Any) -> dict[str, list[tuple[str, Any]]]:
    chance = Random(SEED)  # noqa: S311
    people = _drawn(chance, user)
    spoil = spoil_a_letter
    found: dict[str, list[tuple[str, Any]]] = {
        "one error in each name, and the date of birth": [
            (f"{spoil(chance, p.given_name)} {spoil(chance, p.family_name)} {p.date_of_birth}", p)
            for p in people
        ],
        "one error in each name": [
            (f"{spoil(chance, p.given_name)} {spoil(chance, p.family_name)}", p)
            for p in people if _namesakes(p) < 10
        ],
    }  # fmt: skip
    other = {**SHORT, **SPELLINGS}
    found["a short form, another spelling or accents"] = [
        (f"{chance.choice(other[p.given_name].split())} {p.family_name} {p.date_of_birth}", p)
        for p in people if p.given_name in other
    ] + [
        (f"{p.given_name.replace('a', 'á').replace('e', 'ė')} {p.family_name} {p.date_of_birth}", p)
        for p in people[:40]
    ]  # fmt: skip
    return {kind: questions[:ASKED] for kind, questions in found.items()}


def _drawn(chance: Random, user: Any) -> list[Any]:
    from accounts.acting import acting_as
    from cases.models import Case, Membership, Person

    with acting_as(user):
        families = list(
            Case.objects.visible_to(user)
            .order_by("pk")
            .values_list("family_id", flat=True)[:60_000]
        )
        every = sorted(set(families))
        chosen = chance.sample(every, min(len(every), 900))
        people = Membership.objects.filter(family_id__in=chosen).values_list("person_id")
        return list(Person.objects.filter(pk__in=people).order_by("pk")[: ASKED * 3 : 2])


def _namesakes(person: Any) -> int:
    from django.db import connection

    from accounts.acting import acting_as_system

    with acting_as_system("benchmark"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT people FROM (SELECT count(*) AS people FROM members_called(%s, 20)) counted",
            [f'[{{"given": ["{person.given_key}"], "surname": ["{person.family_key}"]}}]'],
        )
        return int(cursor.fetchone()[0])


def _recall(name: str, user: Any, questions: list[tuple[str, Any]]) -> None:
    from accounts.acting import acting_as
    from cases.looking import read
    from cases.queries.people.find import find

    hits = 0
    with acting_as(user):
        for text, person in questions:
            families = find(user, read(text)).families[:20]
            names = {one.name for family in families for one in family.people if one.matches}
            ids = {family.family.pk for family in families}
            hits += person.name in names and 1 + (person.pk - 1) // 3 in ids
    goal = 0.95 if "short" in name else 0.99
    share = hits / max(len(questions), 1)
    verdict = "within" if share >= goal else "SHORT OF"
    print(f"P3 recall@20, {name}: {share:.3f} of {len(questions)} ({verdict} the goal of {goal})")


def _page(name: str, user: Any) -> None:
    from django.test import Client

    client = Client()
    client.force_login(user)
    text = _questions(user)["one error in each name"][0][0]
    search = lambda: client.post("/find/", {"q": text}, headers={"host": "localhost"})  # noqa: E731
    empty = lambda: client.get("/privacy/", headers={"host": "localhost"})  # noqa: E731
    assert search().status_code == empty().status_code == 200
    print(compare(name, search, empty, goal=2))


def _staff() -> tuple[Any, Any]:
    from accounts.acting import acting_as_system
    from accounts.demonstration import let_a_password_be_enough
    from accounts.models import User
    from localities.models import Agency, Authority, Locality

    with acting_as_system("benchmark"):
        let_a_password_be_enough()
        Authority.objects.get_or_create(pk=1, defaults={"name": "Wolvermere Council"})
        council, _ = Agency.objects.get_or_create(name="Council", kind=Agency.Kind.COUNCIL)
        users = []
        for role in ("desk_worker", "locality_manager"):
            user = User.objects.filter(email=f"{role}@example.org").first()
            users.append(user or User.objects.create_user(
                f"{role}@example.org", "a-long-password-2026", name=role, role=role,
                agency=council))  # fmt: skip
        users[1].localities.set(Locality.objects.order_by("pk")[1:2])
    return users[0], users[1]


if __name__ == "__main__":
    main()
