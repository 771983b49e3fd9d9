"""Random small histories, with all that makes counting hard: ties, repeats, gaps and edges.

Made from a size and a seed, so that most of them are rich and a failing one shrinks to a small one.
"""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.reporting.facts import Begun, Decided, Ending, Episode, Facts, Needed, Request
from tests.reporting.recount import received
from tests.reporting.steps import Down, Up

FIRST, LAST = date(2017, 2, 10), date(2017, 6, 20)
REASONS = ["needs_met", "partly_met", "stepped_up", "disengaged", "moved", "opened_in_error"]
OUTCOMES = ["early_help", "early_help", "advice", "social_care", "no_action"]


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date]:
    """Days before, within and after what happened; whole months as often as not."""
    start = draw(st.dates(FIRST - timedelta(days=40), LAST))
    if draw(st.booleans()):
        start = start.replace(day=1)
    return start, start + timedelta(days=draw(st.integers(0, 150)))


def histories() -> st.SearchStrategy[Facts]:
    return st.builds(history, st.integers(0, 14), st.integers(0, 10**6))


def history(size: int, seed: int) -> Facts:
    random, found = Random(seed), Random(f"{seed}, what assessments found")
    episodes = [_episode(random, found) for _ in range(size)]
    requests = [_request(random, size) for _ in range(size)]
    begun = [_begun(random, found, size) for _ in range(size)]
    return Facts(episodes, requests, begun)


def _episode(random: Random, found: Random) -> Episode:
    opened = _day(random)
    endings: list[Ending] = []
    last = LAST
    if random.random() < 0.7:
        last = _day(random, opened)
        endings.append(Ending(last, random.choice(REASONS), looks=_looks(random)))
    if random.random() < 0.2:  # it had closed before, and that was undone
        on = _day(random, opened, last)
        before = Ending(on, random.choice(REASONS), undone_on=on, looks=_looks(random))
        endings.insert(0, before)
    numbers = random.sample(range(1, 9), random.randint(0, 3))
    children = tuple(
        (number, opened if random.random() < 0.7 else _day(random, opened, last))
        for number in numbers
    )
    return Episode(
        locality=random.randint(0, 1),
        opened=opened,
        children=children,
        endings=tuple(endings),
        door=random.choice(["desk", "partner", "step_down", "locality"]),
        level=random.randint(1, 4),
        ups=tuple(_up(random, opened) for _ in range(random.choice([0, 0, 1, 2]))),
        downs=tuple(_down(random) for _ in range(random.choice([0, 0, 1, 1, 2]))),
        tafs=tuple(_day(random) for _ in range(random.choice([0, 1, 2]))),
        planned=received(_day(random), 23) if random.random() < 0.3 else None,
        needs=tuple(_needed(found, len(endings)) for _ in range(found.randint(0, 3))),
    )


def _needed(random: Random, endings: int) -> Needed:
    return Needed(
        kind=random.choice(["education", "health", "housing"]),
        on=_day(random),
        became=tuple(random.choice(["met", "partly", "not_met", ""]) for _ in range(endings)),
    )


def _up(random: Random, opened: date) -> Up:
    sent = received(_day(random, opened), random.choice([0, 12, 23]))
    day = sent.date()
    answered = sent + timedelta(days=random.randint(0, 3), hours=random.choice([0, 0, -1, 1]))
    return Up(
        sent=sent,
        steps=random.choice([(), (True,), (True, "No time"), (True, " "), ("", True), ("Why",)]),
        due=random.choice([None, *[day + timedelta(days=n) for n in (0, 1, 2, 20)]]),
        answered=answered if answered >= sent and random.random() < 0.7 else None,
    )


def _down(random: Random) -> Down:
    on = _day(random)
    return Down(
        received=on,
        closes=random.choice([None, on, on + timedelta(days=random.randint(0, 60))]),
        left=random.choice([(), ("taken",), ("aside", "taken"), ("taken", ""), ("",)]),
        checked=random.random() < 0.6,
    )


def _looks(random: Random) -> tuple[tuple[int, str], ...]:
    made = (3, 6, 12)[: random.randint(0, 3)]
    found = ["nothing", "nothing", "asked", "came_back", "stepped_up"]
    return tuple((months, random.choice(found)) for months in made)


def _request(random: Random, cases: int) -> Request:
    day = _day(random)
    people = [
        (random.choice(["child", "child", "unborn"]), _decisions(random, day, cases))
        for _ in range(random.randint(0, 3))
    ]
    if random.random() < 0.5:
        people.append(("adult", ()))
    at = received(day, random.choice([0, 12, 23]))
    due = at + timedelta(hours=random.randint(0, 30))
    late = timedelta(hours=random.choice([-3, 0, 0, 3]))
    return Request(
        received=at,
        due=due,
        decided=due + late if _ended(people) else None,
        again_within=random.choice([None, None, 3, 6, 12]),
        answered=random.choice(["", "told", "told", "failed", "old"]),
        told_of=random.choice([(), ((at, random.choice(["", "went", "did_not_go"])),)]),
        people=tuple(people),
        locality=random.choice([None, 0, 1]),
        sender=random.choice(["school", "health", "parent"]),
    )


def _ended(people: list[tuple[str, tuple[Decided, ...]]]) -> bool:
    """Whether every child has a decision that stands: then, and only then, it is decided."""
    children = [decisions for kind, decisions in people if kind != "adult"]
    return all(any(not row.superseded for row in decisions) for decisions in children)


def _decisions(random: Random, day: date, cases: int) -> tuple[Decided, ...]:
    return tuple(
        Decided(
            on=_day(random, day, day + timedelta(days=20)),
            outcome=random.choice(OUTCOMES),
            superseded=superseded,
            level=random.randint(1, 4),
            episode=random.choice([None, random.randrange(cases)]),
            judged=random.choice(["", "", "drawn", "agreed", "overturned"]),
        )
        for superseded in random.choice([[], [False], [False], [True, False], [True]])
    )


def _begun(random: Random, found: Random, cases: int) -> Begun:
    episode, on = random.randrange(cases), _day(random)
    return Begun(
        episode=episode,
        on=on,
        agency=random.choice(["council", "council", "education", "health"]),
        form=random.choice(["eha", "eha", "caf"]),
        signed=found.choice([None, on, _day(found, on)]),
        factors=found.choice([(), ("21",), ("3B",), ("3B", "4B"), ("1A", "20", "4B")]),
    )


def _day(random: Random, start: date = FIRST, end: date = LAST) -> date:
    return start + timedelta(days=random.randint(0, (end - start).days))
