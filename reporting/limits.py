"""Whether a rate differs from the whole's by more than chance explains."""

from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma, log, log1p

USUAL = 0.025  # each side of the 95% limits
RARE = 0.001  # each side of the 99.8% limits


class Verdict(StrEnum):
    ABOVE = "above"
    BELOW = "below"
    WITHIN = "within"


@dataclass(frozen=True)
class Standing:
    """How one part's rate stands against the whole's. The limits are percentages.

    Between `low` and `high` lie 95% of the rates that chance alone would give a part of this
    size, if every part had the whole's rate.
    """

    low: float
    high: float
    verdict: Verdict
    far: bool = False  # beyond the 99.8% limits


def standing(numerator: int, denominator: int, rate: float) -> Standing | None:
    """Compare `numerator` of `denominator` with `rate` (0 to 1). None where nothing is counted."""
    if denominator <= 0 or not 0 < rate < 1:
        return None
    chances = _chances(denominator, rate)
    verdict = _verdict(numerator, chances, USUAL)
    return Standing(
        low=100 * _quantile(chances, USUAL) / denominator,
        high=100 * _quantile(chances, 1 - USUAL) / denominator,
        verdict=verdict,
        far=verdict != Verdict.WITHIN and _verdict(numerator, chances, RARE) == verdict,
    )


def _verdict(numerator: int, chances: list[float], tail: float) -> Verdict:
    if sum(chances[numerator:]) < tail:
        return Verdict.ABOVE
    if sum(chances[: numerator + 1]) < tail:
        return Verdict.BELOW
    return Verdict.WITHIN


def _chances(trials: int, rate: float) -> list[float]:
    """The binomial distribution: how likely each number from 0 to `trials` is."""
    ways = lgamma(trials + 1)
    return [
        exp(
            ways
            - lgamma(hits + 1)
            - lgamma(trials - hits + 1)
            + hits * log(rate)
            + (trials - hits) * log1p(-rate)
        )
        for hits in range(trials + 1)
    ]


def _quantile(chances: list[float], share: float) -> int:
    """The smallest number that at least `share` of the chances reach."""
    reached = 0.0
    for hits, chance in enumerate(chances):
        reached += chance
        if reached >= share - 1e-12:
            return hits
    return len(chances) - 1
