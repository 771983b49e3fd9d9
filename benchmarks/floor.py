"""Comparing a thing with a floor, round by round, so that a machine's mood cancels out."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """Medians in milliseconds, and the median of the ratios taken round by round."""

    name: str
    thing: float
    floor: float
    ratio: float
    goal: float

    def __str__(self) -> str:
        verdict = "within" if self.ratio <= self.goal else "OVER"
        return (
            f"{self.name:<58} {self.thing:8.1f} ms  floor {self.floor:7.1f} ms"
            f"  {self.ratio:5.2f}×  ({verdict} the goal of {self.goal:g}×)"
        )


def compare(
    name: str,
    thing: Callable[[], object],
    floor: Callable[[], object],
    *,
    goal: float,
    rounds: int = 15,
) -> Comparison:
    """Run both in turn, after a warm-up, and compare them pair by pair."""
    thing(), floor()
    pairs = [(_milliseconds(thing), _milliseconds(floor)) for _ in range(rounds)]
    return Comparison(
        name,
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
        goal,
    )


def _milliseconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000
