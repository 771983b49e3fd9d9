"""Rounding as people do it by hand: halves go up, and nothing is lost on the way."""

from decimal import ROUND_HALF_UP, Decimal


def exact_percentage(numerator: int, denominator: int) -> Decimal:
    return Decimal(100 * numerator) / Decimal(denominator)


def percentage(numerator: int, denominator: int) -> float | None:
    """`numerator` as a percentage of `denominator`, to two decimals; None of nothing."""
    if not denominator:
        return None
    return float(_round(exact_percentage(numerator, denominator), 2))


def to_five(number: int) -> int:
    """A count to the nearest five: what is published, so that nobody is known by a small number."""
    return 5 * ((number + 2) // 5)


def rounded(value: float, decimals: int) -> float:
    return float(_round(Decimal(str(value)), decimals))


def printed(value: float | Decimal, decimals: int) -> str:
    """1234.5 as 1,234.5 with as many decimals as asked for."""
    return f"{_round(Decimal(str(value)), decimals):,}"


def _round(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
