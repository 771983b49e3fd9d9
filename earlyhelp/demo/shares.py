"""Sharing a whole number out so that the parts add up to it."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def apportion(total: int, weights: Mapping[T, float]) -> dict[T, int]:
    """`total` in parts as near as whole numbers come to the weights: largest remainders."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    by_remainder = sorted(exact, key=lambda key: parts[key] - exact[key])
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts
