"""Chance that comes out the same for the same seed."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

T = TypeVar("T")


class Chance(random.Random):
    """A source of choices. One seed, one world."""

    def happens(self, share: float) -> bool:
        """True in this share of cases, from 0 to 1."""
        return self.random() < share

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.random() * len(options))]

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both possible."""
        return low + int(self.random() * (high - low + 1))

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says."""
        mark = self.random() * sum(weights.values())
        for option, weight in weights.items():
            mark -= weight
            if mark < 0:
                return option
        return option

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both possible; `first` where there is none."""
        return first + timedelta(days=self.between(0, max(0, (last - first).days)))

    def mixed(self, options: Sequence[T]) -> list[T]:
        """All of them in another order."""
        return self.sample(options, len(options))
