"""Issue 4’s figures of matching: is the true person found, and is “same person” right?

    python -m benchmarks.matching [--seed 2027] [--people 100000] [--queries 5000]

Five thousand questions, spoilt on purpose, about a hundred thousand made-up people; a fifth have
no true person. The weights were learnt on other seeds (`benchmarks/matching/learning.py`).
"""

import argparse
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from benchmarks.matching.asking import asked, open_people


@dataclass
class Tally:
    """What came of the questions of one kind."""

    asked: int = 0
    has_one: int = 0
    in_five: int = 0
    said_same: int = 0
    right: int = 0
    same_for_its_own: int = 0
    shown: int = 0

    def __str__(self) -> str:
        return (
            f"{self.asked:6} {_of(self.in_five, self.has_one)} {_of(self.right, self.said_same)}"
            f" {_of(self.same_for_its_own, self.has_one)} {self.said_same - self.right:6}"
            f" {self.shown / max(self.asked, 1):7.1f}"
        )


def main() -> None:
    options = _options()
    people = open_people(options.seed, options.people)
    tallies: dict[str, Tally] = defaultdict(Tally)
    times = []
    start = time.perf_counter()
    for query, ranked in asked(options.seed, people, options.queries):
        times.append((time.perf_counter() - start) * 1000)
        for name in ("all", *names_of(query)):
            count(tallies[name], query, ranked)
        if options.show:
            show(query, ranked)
        if len(times) % 500 == 0 and len(times) < options.queries:
            every = tallies["all"]
            print(f"{len(times)} asked, {every.in_five} of {every.has_one} in five, {every.right}"
                  f" of {every.said_same} right", file=sys.stderr)  # fmt: skip
        start = time.perf_counter()
    report(tallies, times, options)


def names_of(query: Any) -> list[str]:
    beside = "kin beside" if query.beside else "alone"
    known = "known" if query.true_id else "nobody known"
    return [f"kind: {query.kind}", f"asked {beside}", known] + [
        f"spoilt: {way}" for way in sorted(query.spoilt) or ["nothing"]
    ]


def count(tally: Tally, query: Any, ranked: list[Any]) -> None:
    from referrals.matching.matching import MOST, is_sure

    top = [each.person.pk for each in ranked[:MOST]]
    same = top[0] if is_sure(ranked) else None
    tally.asked += 1
    tally.has_one += query.true_id is not None
    tally.in_five += query.true_id in top
    tally.said_same += same is not None
    tally.right += same is not None and same == query.true_id
    tally.same_for_its_own += same is not None and same == query.true_id
    tally.shown += len(top)


def report(tallies: dict[str, Tally], times: list[float], options: Any) -> None:
    every = tallies["all"]
    print(f"Seed {options.seed}: {options.people:,} people, {options.queries:,} questions")
    for what, part, whole, goal in (
        ("the true person is among the first five", every.in_five, every.has_one, 99.0),
        ("“same person” is right", every.right, every.said_same, 99.5),
        ("“same person” is said of those known", every.same_for_its_own, every.has_one, 85.0),
    ):
        percent = 100 * part / max(whole, 1)
        verdict = "within" if percent >= goal else "SHORT OF"
        print(f"{what:<44} {percent:6.2f} %  ({verdict} the goal of {goal:g} %)")
    print(f"a question: {statistics.median(times):.0f} ms in the middle, "
          f"{sorted(times)[int(len(times) * 0.95)]:.0f} ms for 95 in 100")  # fmt: skip
    print(f"\n{'':<34} asked  in five   right    said  wrong  shown")
    for name in sorted(tallies, key=lambda name: (name != "all", name)):
        print(f"{name:<34}{tallies[name]}")


def show(query: Any, ranked: list[Any]) -> None:
    """A question that went wrong, for looking into."""
    from referrals.matching.matching import is_sure

    top = [each.person.pk for each in ranked]
    sure = is_sure(ranked)
    wrong = sure and top[0] != query.true_id
    lost = query.true_id and query.true_id not in top[:5]
    if wrong or lost:
        place = top.index(query.true_id) if query.true_id in top else -1
        print("WRONG" if wrong else f"LOST {place}", query.kind, query.spoilt, query.typed)
        print("   truly", query.true_id, query.person, len(query.beside))
        for each in ranked[:3]:
            print("   ", each.person.pk, each.person, each.person.date_of_birth,
                  f"{each.score.bits:.1f} {each.score.person:.1f}", each.features)  # fmt: skip


def _of(part: int, whole: int) -> str:
    return f"{100 * part / whole:7.2f}" if whole else "      –"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2027)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=5_000)
    parser.add_argument("--show", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
