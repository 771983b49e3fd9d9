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


def standing_of_rounded(
    numerator: int, denominator: int, whole: tuple[int, int], off: int
) -> Standing | None:
    """The same where each count, and each of the `whole`, may be so many off: it stands out only
    where it does so whatever they were, and the limits are as wide as that."""
    hits, trials = whole
    if denominator <= 0 or not 0 < hits < trials:
        return None
    most = min(1.0, (hits + off) / max(trials - off, 1))
    least = max(0.0, (hits - off) / (trials + off))
    over = _chances(denominator + off, most) if most < 1 else []
    under = _chances(denominator - off, least) if least > 0 and denominator > off else []
    high = min(_quantile(over, 1 - USUAL) + off, denominator) if over else denominator
    low = max(_quantile(under, USUAL) - off, 0) if under else 0
    verdict = Verdict.ABOVE if numerator > high else Verdict.WITHIN
    if numerator < low:
        verdict = Verdict.BELOW
    return Standing(low=100 * low / denominator, high=100 * high / denominator, verdict=verdict)


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
