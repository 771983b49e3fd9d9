"""What must be said beside a table so that nobody misreads it."""

from collections.abc import Iterator, Sequence
from datetime import date

from audit.days import in_words
from reporting.asking import Ask
from reporting.measures import Kind
from reporting.protecting import NOTE
from reporting.rounding import exact_percentage, printed
from reporting.table import Row


def notes_on(ask: Ask, rows: Sequence[Row], total: Row, first_day: date | None) -> Iterator[str]:
    """Sentences, in the order they are printed."""
    if ask.published:
        yield NOTE
    else:
        yield from _parts_and_total(ask, rows, total)
        yield from _rounding(ask, rows)
    yield from _period_before(ask, first_day)


def _parts_and_total(ask: Ask, rows: Sequence[Row], total: Row) -> Iterator[str]:
    if ask.measure.kind == Kind.MEDIAN:
        if len(rows) > 1 and ask.measure.apart:
            yield f"The figures do not add up: {ask.measure.apart}."
        return
    parts = sum(row.now.numerator for row in rows)
    if parts != total.now.numerator:
        why = ask.measure.apart or "what falls into two parts is counted once in the total"
        yield (f"The parts add up to {parts:,}, not {total.now.numerator:,}: {why}.")


def _rounding(ask: Ask, rows: Sequence[Row]) -> Iterator[str]:
    """Percentages of one whole that do not sum to 100 as they are printed."""
    if ask.measure.kind != Kind.SHARE or ask.cut.series:
        return
    decimals = ask.measure.decimals
    shown = [
        printed(exact_percentage(row.now.numerator, row.now.denominator), decimals)
        for row in rows
        if row.now.denominator
    ]
    hundredths = round(sum(float(text) for text in shown) * 10**decimals)
    if shown and hundredths != 100 * 10**decimals:
        total = printed(hundredths / 10**decimals, decimals)
        yield f"The percentages sum to {total} by rounding; they are not adjusted."


def _period_before(ask: Ask, first_day: date | None) -> Iterator[str]:
    before = ask.period.before()
    if first_day is None or first_day <= before.start:
        return
    extent = "not covered" if first_day > before.end else "covered only in part"
    yield f"Records begin on {in_words(first_day)}: the period before is {extent}."
