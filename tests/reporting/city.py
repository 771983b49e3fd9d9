"""A city's nine months, with the numbers that a published report once printed.

Eight localities, 9,710 children; only as much history as the figures need.
"""

from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from localities.models import Challenge, Locality, Population
from tests.reporting.facts import Begun, Decided, Ending, Episode, Facts, Request
from tests.reporting.recount import received

LOCALITIES = (
    "Eastfield", "Bilston", "Graiseley", "Bingley", "Whitmore Reans", "Dove", "Low Hill",
    "Children’s Village",
)  # fmt: skip
DEMAND = (10, 10, 11, 10, 16, 9, 10, 18)
STEP_UP = (8, 14, 15, 16, 8, 6, 7, 13)  # how likely, beside each other
DAYS = (170, 90, 80, 75, 180, 190, 160, 95)
START, END = date(2017, 4, 1), date(2017, 12, 31)
AGENCIES = {"council": 3817, "education": 561, "voluntary": 82, "health": 7}
CHILDREN, CLOSED, STEPPED_UP, MET = 9710, 3750, 375, 2438
REFERRED_CHILDREN, REFERRALS = 6038, 3236


def make_places() -> None:
    """The city's eight localities, their children and their challenges."""
    for order, name in enumerate(LOCALITIES, start=1):
        facts = {"slug": f"place-{order}", "order": order}
        locality, _ = Locality.objects.update_or_create(name=name, defaults=facts)
        Population.objects.create(
            locality=locality, year=2016, children=5000 + 400 * order, source="ONS estimate"
        )
        for rank in (1, 2, 3):
            Challenge.objects.create(
                locality=locality,
                starts_on=START,
                ends_on=END,
                rank=rank,
                text=f"Challenge {rank} of {name}, as its partnership put it",
            )


def city(seed: int = 1) -> Facts:
    random = Random(seed)
    episodes = _episodes(random)
    return Facts(episodes, _requests(random), _begun(random, len(episodes)))


def _episodes(random: Random) -> list[Episode]:
    """Cases by how they closed, each kind with exactly its children; then those still open."""
    kinds: list[tuple[int, list[str]]] = [
        (STEPPED_UP, ["stepped_up"]),
        (MET, ["needs_met", "needs_met", "partly_met"]),
        (CLOSED - STEPPED_UP - MET, ["disengaged", "moved", "agreement_withdrawn"]),
        (CHILDREN - CLOSED, [""]),
    ]
    episodes, child = [], 0
    for children, reasons in kinds:
        for size in _sizes(children, random):
            members = range(child, child + size)
            child += size
            episodes.append(_episode(random, members, random.choice(reasons)))
    return episodes


def _sizes(total: int, random: Random) -> list[int]:
    """Children of each case, one to three, that come to exactly `total`."""
    sizes: list[int] = []
    while total:
        sizes.append(min(random.choice([1, 2, 2, 3]), total))
        total -= sizes[-1]
    return sizes


def _episode(random: Random, members: range, reason: str) -> Episode:
    weights = STEP_UP if reason == "stepped_up" else DEMAND
    locality = random.choices(range(8), weights=weights)[0]
    if not reason:
        opened = date(2016, 9, 1) + timedelta(days=random.randint(0, 480))
        return Episode(locality, opened, tuple((child, opened) for child in members))
    closed = START + timedelta(days=random.randint(0, (END - START).days))
    length = max(5, int(random.gauss(DAYS[locality], DAYS[locality] / 4)))
    opened = max(date(2016, 9, 1), closed - timedelta(days=length))
    children = tuple((child, opened) for child in members)
    return Episode(locality, opened, children, (Ending(closed, reason),))


def _requests(random: Random) -> list[Request]:
    """The referrals to early help, and as many contacts again that ended otherwise."""
    extra = REFERRED_CHILDREN - REFERRALS
    sizes = [1 + extra // REFERRALS + (number < extra % REFERRALS) for number in range(REFERRALS)]
    helped = [_request(random, size, "early_help") for size in sizes]
    otherwise = islice(cycle(["advice", "advice", "no_action", "social_care", "panel"]), 2500)
    return helped + [_request(random, 2, outcome) for outcome in otherwise]


def _request(random: Random, size: int, outcome: str) -> Request:
    day = START + timedelta(days=random.randint(0, (END - START).days - 1))
    decided = Decided(on=day + timedelta(days=1), outcome=outcome)
    locality = random.choices(range(8), weights=DEMAND)[0]
    at = received(day, 11)
    return Request(
        received=at,
        people=(("child", (decided,)),) * size,
        locality=locality,
        due=at + timedelta(days=1),
        decided=None if outcome == "panel" else at + timedelta(hours=20),
    )


def _begun(random: Random, cases: int) -> list[Begun]:
    october = date(2017, 10, 1)
    rows = [
        Begun(number % cases, october + timedelta(days=random.randint(0, 91)), agency)
        for agency, how_many in AGENCIES.items()
        for number in range(how_many)
    ]
    older = [
        Begun(number % cases, START + timedelta(days=number % 180), "council", "caf")
        for number in range(900)
    ]
    return rows + older
